import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Wallet } from 'ethers';
import { contractsOf, type Deployment } from '../sdk/deployment.js';
import type { Build } from './build.js';
import { deployLedger, type LedgerPlan } from './deploy-ledger.js';

/**
 * Deploys what a plan lacks and writes `<folder>/<name>.json`. While it is unfinished, addresses go to `<name>.partial.json`.
 *
 * @param deployer - Pays, and becomes the founder's first key.
 * @param plan - What was decided.
 * @param build - What is deployed.
 * @param folder - Where deployment files are.
 */
export async function deployToFile(deployer: Wallet, plan: LedgerPlan, build: Build, folder: string): Promise<Deployment> {
  const file = path.join(folder, `${plan.name}.json`);
  const partial = path.join(folder, `${plan.name}.partial.json`);
  mkdirSync(folder, { recursive: true });
  const known = existsSync(file)
    ? contractsOf(JSON.parse(readFileSync(file, 'utf8')) as Deployment)
    : existsSync(partial)
      ? (JSON.parse(readFileSync(partial, 'utf8')) as Deployment['contracts'])
      : {};
  const save = (addresses: object) => writeFileSync(partial, `${JSON.stringify(addresses, null, 2)}\n`);
  const deployment = await deployLedger(deployer, plan, build, known, save);
  save(contractsOf(deployment));
  writeFileSync(`${file}.new`, `${JSON.stringify(deployment, null, 2)}\n`);
  renameSync(`${file}.new`, file);
  rmSync(partial);
  return deployment;
}
