import path from 'node:path';
import { parseArgs } from 'node:util';
import { Wallet } from 'ethers';
import { z } from 'zod';
import { openKey } from '../cli/keys.js';
import type { Deployment } from '../sdk/deployment.js';
import { LedgerError } from '../sdk/errors.js';
import { requireCanonical } from '../sdk/identifiers.js';
import { readJsonFile } from '../sdk/json-file.js';
import { openProvider } from '../sdk/ledger.js';
import { parseLegalName } from '../sdk/legal-name.js';
import type { Trust } from '../sdk/proofs/trust.js';
import { type Config, readConfig } from '../server/config.js';
import { productionBuild } from './build.js';
import type { LedgerPlan } from './deploy-ledger.js';
import { deployToFile } from './deployment-file.js';
import { networkFolder, readNetwork, writeJson } from './network/network-file.js';
import { planOnNetwork } from './network/plan-on-network.js';
import { trustOfNetwork } from './network/trust-of-network.js';

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/);
const planSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  chainId: z.number().int().positive(),
  rpcUrl: z.url(),
  gasPrice: z.string().regex(/^\d+$/).optional(),
  notary: address,
  office: address,
  issuer: address,
  auditor: address,
  admin: address,
  token: z.strictObject({ name: z.string(), symbol: z.string(), decimals: z.number().int().min(0).max(18) }),
  feeBps: z.number().int().min(0).max(500),
  /** Seconds between an admin's act and its effect. */
  delay: z.number().int().min(86_400),
  founder: z.strictObject({ legalName: z.string(), scheme: z.string(), identifier: z.string() }),
});
/** On a network of `genba network`, the network says what its chain is. */
const onNetworkSchema = planSchema.omit({ chainId: true, rpcUrl: true, gasPrice: true });

const USAGE = `usage: genba deploy PLAN.json               deploys to the chain that the plan names (npm run deploy -- PLAN.json)
       genba deploy --network NAME [PLAN.json]   deploys to a network of 'genba network'; without a plan, by the plan.json in its folder
Deploys a ledger as the plan decides, or finishes what an earlier run began, and writes network/deployments/NAME.json.
The deployer's key is read from the environment variable GENBA_DEPLOYER_KEY; on a network of this machine it is the key 'office' in its folder.
docs/operations/network.md and docs/operations.md have plans to start from.`;

/** What to deploy, and with which key. */
interface Order {
  plan: LedgerPlan;
  key: string;
  /** Who validates, for proofs. */
  trustOf?: (deployment: Deployment) => Trust;
}

/** Deploys a ledger to a chain that is there already. */
async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { network: { type: 'string' }, help: { type: 'boolean' } },
  });
  const [file] = positionals;
  if (values.help || (file === undefined && values.network === undefined)) {
    console.log(USAGE);
    return;
  }
  const config = readConfig();
  const { plan, key, trustOf } =
    values.network === undefined ? toChain(file as string) : await toNetwork(config, values.network, file);
  parseLegalName(plan.founder.legalName);
  requireCanonical(plan.founder.scheme, plan.founder.identifier);
  const provider = openProvider(plan);
  try {
    console.log(`deploying '${plan.name}' to chain ${plan.chainId} at ${plan.rpcUrl} …`);
    const build = productionBuild(console.log);
    const deployment = await deployToFile(new Wallet(key, provider), plan, build, config.deploymentsFolder);
    for (const [name, at] of Object.entries(deployment.contracts)) console.log(`  ${name.padEnd(16)} ${at}`);
    if (deployment.senderGate !== undefined) console.log(`  ${'SenderGate'.padEnd(16)} ${deployment.senderGate}`);
    if (trustOf !== undefined) writeJson(path.join(config.deploymentsFolder, `${plan.name}.trust.json`), trustOf(deployment));
    console.log(`written to ${path.relative(process.cwd(), path.join(config.deploymentsFolder, `${plan.name}.json`))}`);
  } finally {
    provider.destroy();
  }
}

function toChain(file: string): Order {
  const { gasPrice, ...required } = readJsonFile(file, planSchema);
  const key = process.env.GENBA_DEPLOYER_KEY;
  if (key === undefined) throw new LedgerError('BAD_CONFIG', { setting: 'GENBA_DEPLOYER_KEY', problem: 'it is not set.' });
  return { plan: { ...required, ...(gasPrice === undefined ? {} : { gasPrice }) }, key };
}

async function toNetwork(config: Config, name: string, file: string | undefined): Promise<Order> {
  const home = networkFolder(config.networksFolder, name);
  const decided = readJsonFile(file ?? path.join(home, 'plan.json'), onNetworkSchema);
  const network = readNetwork(home);
  const plan = await planOnNetwork(network, home, decided, config.dataFolder);
  const trustOf = (deployment: Deployment) => trustOfNetwork(network, deployment);
  return { plan, trustOf, key: process.env.GENBA_DEPLOYER_KEY ?? (await openKey(home, 'office', undefined)).privateKey };
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const { code = 'INTERNAL', message, stack } = error as { code?: string; message: string; stack?: string };
  console.error(`${code}: ${message}`);
  if (!(error instanceof LedgerError) && !code.startsWith('ERR_PARSE_ARGS')) console.error(stack);
  process.exitCode = 1;
}
