import { Command } from 'commander';
import { LedgerError } from '../sdk/errors.js';
import { accessBuy } from './commands/access-buy.js';
import { accessCheck } from './commands/access-check.js';
import { accessList } from './commands/access-list.js';
import { accessRenew } from './commands/access-renew.js';
import { datasetPublish } from './commands/dataset-publish.js';
import { datasetRegister } from './commands/dataset-register.js';
import { datasetShow } from './commands/dataset-show.js';
import { datasetTrace } from './commands/dataset-trace.js';
import { datasetVerify } from './commands/dataset-verify.js';
import { keyNew } from './commands/key-new.js';
import { memberAdmit } from './commands/member-admit.js';
import { memberRequest } from './commands/member-request.js';
import { memberShow } from './commands/member-show.js';
import { offerClose } from './commands/offer-close.js';
import { offerList } from './commands/offer-list.js';
import { offerOpen } from './commands/offer-open.js';
import { payoutList } from './commands/payout-list.js';
import { payoutRun } from './commands/payout-run.js';
import { payoutShow } from './commands/payout-show.js';
import { status } from './commands/status.js';
import { DEFAULTS } from './config.js';
import { closeProviders } from './context.js';

const NOUNS: [string, string, ((noun: Command) => void)[]][] = [
  ['key', 'keys that act for your company', [keyNew]],
  ['member', 'legal entities of the consortium', [memberRequest, memberAdmit, memberShow]],
  [
    'dataset',
    'datasets, versions, payees and origin',
    [datasetRegister, datasetPublish, datasetShow, datasetVerify, datasetTrace],
  ],
  ['offer', 'prices on terms', [offerOpen, offerClose, offerList]],
  ['access', 'grants: bought rights of access', [accessBuy, accessRenew, accessCheck, accessList]],
  ['payout', 'money on its way to originators', [payoutRun, payoutList, payoutShow]],
];

const program = new Command('genba')
  .description('Genba Ledger: register production data, sell access to it, be paid for every use')
  .option('--network <name>', 'deployment to use (GENBA_NETWORK)', DEFAULTS.network)
  .option('--api <url>', 'service to read from (GENBA_API)', DEFAULTS.api)
  .option('--rpc <url>', "another node than the deployment's (GENBA_RPC_URL)", DEFAULTS.rpc)
  .option('--key <name>', 'key to act with (GENBA_KEY)', DEFAULTS.key)
  .option('--home <folder>', 'where keys, chunk hashes and metadata are kept (GENBA_HOME)', DEFAULTS.home)
  .option('--json', 'print JSON')
  .showHelpAfterError("(try 'genba --help')");

for (const [name, description, commands] of NOUNS) {
  const noun = program.command(name).description(description);
  for (const add of commands) add(noun);
}
status(program);

try {
  await program.parseAsync();
} catch (error) {
  const problem = error instanceof LedgerError ? error : new LedgerError('INTERNAL', { problem: String(error) });
  const { code, message, details } = problem;
  if (program.opts().json) process.stderr.write(`${JSON.stringify({ code, message, details })}\n`);
  else process.stderr.write(`${code}: ${message}\n${error instanceof LedgerError ? '' : `${(error as Error).stack}\n`}`);
  process.exitCode = 1;
} finally {
  closeProviders();
}
