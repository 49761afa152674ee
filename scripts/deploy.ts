import { readFileSync } from 'node:fs';
import { JsonRpcProvider, Network, Wallet } from 'ethers';
import { z } from 'zod';
import { LedgerError } from '../sdk/errors.js';
import { requireCanonical } from '../sdk/identifiers.js';
import { parseLegalName } from '../sdk/legal-name.js';
import { readConfig } from '../server/config.js';
import { productionBuild } from './build.js';
import { deployToFile } from './deployment-file.js';

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

const USAGE = `usage: npm run deploy -- PLAN.json
Deploys a ledger as PLAN.json decides, or finishes what an earlier run began, and writes network/deployments/NAME.json.
The deployer's key is read from the environment variable GENBA_DEPLOYER_KEY. docs/operations.md has a plan to start from.`;

/** Deploys a ledger to a chain that is there already. */
async function main(file: string | undefined): Promise<void> {
  if (file === undefined || file === '--help') {
    console.log(USAGE);
    return;
  }
  const { gasPrice, ...required } = planSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const plan = { ...required, ...(gasPrice === undefined ? {} : { gasPrice }) };
  parseLegalName(plan.founder.legalName);
  requireCanonical(plan.founder.scheme, plan.founder.identifier);
  const key = process.env.GENBA_DEPLOYER_KEY;
  if (key === undefined) throw new LedgerError('BAD_CONFIG', { setting: 'GENBA_DEPLOYER_KEY', problem: 'it is not set.' });
  const network = Network.from(plan.chainId);
  const provider = new JsonRpcProvider(plan.rpcUrl, network, { staticNetwork: network, cacheTimeout: -1 });
  try {
    console.log(`deploying '${plan.name}' to chain ${plan.chainId} at ${plan.rpcUrl} …`);
    const deployment = await deployToFile(
      new Wallet(key, provider),
      plan,
      productionBuild(console.log),
      readConfig().deploymentsFolder,
    );
    for (const [name, at] of Object.entries(deployment.contracts)) console.log(`  ${name.padEnd(16)} ${at}`);
    console.log(`written to network/deployments/${plan.name}.json`);
  } finally {
    provider.destroy();
  }
}

try {
  await main(process.argv[2]);
} catch (error) {
  const problem = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
  console.error(`${(error as { code?: string }).code ?? 'BAD_PLAN'}: ${problem}`);
  process.exitCode = 1;
}
