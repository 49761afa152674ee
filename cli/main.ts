import { type Command, CommanderError } from 'commander';
import { withMoney } from '../sdk/contract-errors.js';
import { LedgerError } from '../sdk/errors.js';
import { nameOfNode, onWaiting } from '../sdk/ledger.js';
import { closeProviders, createContext } from './context.js';
import { createProgram } from './program.js';
import { usageProblem } from './usage-problem.js';

// Whoever reads only the first lines (`head`) has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

const args = process.argv.slice(2);
const json = args.includes('--json');
const program = createProgram(json);
// A chain that stands still must not look like one that does nothing: what is sent is mined later all the same.
onWaiting((hash) => {
  if (!json) process.stderr.write(`${hash} is sent and waits for a block; it may be mined also when you wait no longer\n`);
});
let running: Command | undefined;
program.hook('preAction', (_, command) => {
  running = command;
});

try {
  await program.parseAsync();
} catch (error) {
  report(program, error);
} finally {
  closeProviders();
}

/** One form for every refusal: a code and a sentence, or JSON. */
function report(program: Command, error: unknown): void {
  const problem = error instanceof CommanderError ? usageProblem(program, error, args) : error;
  if (problem === undefined) return;
  const known =
    problem instanceof LedgerError ? problem : (nodeAway(problem) ?? new LedgerError('INTERNAL', { problem: String(problem) }));
  const { code, message, details } = readable(known);
  if (json) process.stderr.write(`${JSON.stringify({ code, message, details })}\n`);
  else process.stderr.write(`${code}: ${message}\n${known.code !== 'INTERNAL' ? '' : `${(problem as Error).stack}\n`}`);
  process.exitCode = 1;
}

/** A node that went away in the middle of a command says so by its connection only. */
function nodeAway(problem: unknown): LedgerError | undefined {
  const { code = '' } = problem as { code?: string };
  if (running === undefined || !/^(ECONN\w+|EPIPE|ETIMEDOUT|NETWORK_ERROR|SERVER_ERROR|TIMEOUT)$/.test(code)) return undefined;
  const { deployment, settings } = createContext(running);
  return new LedgerError('CHAIN_UNREACHABLE', { rpcUrl: nameOfNode(settings.rpc ?? deployment.rpcUrl) });
}

/** Amounts as people write them, when the token is known. */
function readable(problem: LedgerError): LedgerError {
  try {
    return running === undefined ? problem : withMoney(problem, createContext(running).money);
  } catch {
    return problem;
  }
}
