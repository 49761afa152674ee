import type { Command } from 'commander';
import { LedgerError } from '../../sdk/errors.js';
import type { Ledger } from '../../sdk/ledger.js';
import { checkChain } from '../checks/check-chain.js';
import { checkKey } from '../checks/check-key.js';
import { checkConfig, checkHome, checkNode } from '../checks/check-machine.js';
import { checkService } from '../checks/check-service.js';
import { type Finding, fail, lookAt, ok } from '../checks/finding.js';
import { type Context, createContext } from '../context.js';

const MARKS = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' };

const HELP = `
Exit code 0: nothing fails; 1: something does.

Examples:
  genba doctor
  genba --key works doctor --json`;

/** `genba doctor` */
export function doctor(program: Command): void {
  program
    .command('doctor')
    .description('look at all that the command line needs: machine, config, keys, chain, service, your key')
    .addHelpText('after', HELP)
    .action(async (_options: unknown, command: Command) => {
      const findings = [checkNode(process.versions.node), ...(await examine(command))];
      const healthy = findings.every((one) => one.state !== 'fail');
      const width = Math.max(...findings.map((one) => one.what.length));
      const lines = findings.map(({ says, state, what }) => `${MARKS[state]}  ${what.padEnd(width)}  ${says}`);
      const text = program.opts().json ? JSON.stringify({ healthy, findings }, null, 2) : lines.join('\n');
      process.stdout.write(`${text}\n`);
      if (!healthy) process.exitCode = 1;
    });
}

async function examine(command: Command): Promise<Finding[]> {
  let context: Context;
  try {
    context = createContext(command);
  } catch (error) {
    // Without its settings nothing further can be looked at.
    if (error instanceof LedgerError) return [fail('config', error.message)];
    throw error;
  }
  let chainId: number | undefined;
  let ledger: Ledger | undefined;
  const deployment = await lookAt('deployment', async () => {
    ({ chainId } = context.deployment);
    return [ok('deployment', `${context.deployment.name}, chain ${chainId}`)];
  });
  const chain = await lookAt('chain', async () => {
    if (chainId === undefined) return [];
    ledger = await context.reader();
    return checkChain(context, ledger);
  });
  return [
    checkConfig(context.home),
    ...checkHome(context),
    ...deployment,
    ...chain,
    ...(await lookAt('service', () => checkService(context, chainId))),
    ...(await lookAt('key', () => checkKey(context, ledger))),
  ];
}
