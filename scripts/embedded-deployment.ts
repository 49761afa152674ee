import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Wallet } from 'ethers';
import { type Deployment, readDeployment } from '../sdk/deployment.js';
import { LedgerError } from '../sdk/errors.js';
import { EMBEDDED_CHAIN_ID } from '../server/chain/embedded.js';
import { quickBuild } from './build.js';
import { deployToFile } from './deployment-file.js';

const NAME = 'embedded';
/** The consortium's fee on the embedded ledger, in basis points. */
const FEE_BPS = 100;

/** Where deployment files are. */
interface Folders {
  /** Beside the chain, and only of it. */
  own: string;
  /** Where the command line and others look. */
  shared: string;
}

/**
 * Deploys the embedded ledger's contracts, or what of them is missing. Where they are belongs to the chain, so it is kept beside it and goes
 * wherever that is copied to; others find a copy among the deployments.
 *
 * @param office - The consortium's office: it pays, holds the admin role, and every office that nobody else holds.
 * @param holders - Who else holds an office.
 * @param rpcUrl - The embedded chain.
 * @throws `DEPLOYMENT_LOST` when the chain has blocks, and nothing says where its contracts are.
 */
export async function deployEmbedded(
  office: Wallet,
  holders: { notary?: Wallet; issuer?: Wallet; auditor?: Wallet },
  rpcUrl: string,
  { own, shared }: Folders,
): Promise<Deployment> {
  if (!existsSync(own)) await adopt(office, shared, own);
  const { auditor = office, issuer = office, notary = office } = holders;
  const plan = {
    name: NAME,
    chainId: EMBEDDED_CHAIN_ID,
    rpcUrl,
    gasPrice: '0',
    notary: notary.address,
    office: office.address,
    issuer: issuer.address,
    auditor: auditor.address,
    admin: office.address,
    token: { name: 'Demo Won', symbol: 'KRW', decimals: 0 },
    feeBps: FEE_BPS,
    delay: 0,
    founder: { legalName: '현장데이터 컨소시엄 사무국 (데모)', scheme: 'LEI', identifier: '000000GENBAOFFICE012' },
  };
  const deployment = await deployToFile(office, plan, quickBuild(), own);
  mkdirSync(shared, { recursive: true });
  const file = path.join(shared, `${NAME}.json`);
  copyFileSync(path.join(own, `${NAME}.json`), `${file}.new`);
  renameSync(`${file}.new`, file);
  return deployment;
}

/**
 * Makes the own folder. Of a chain that has blocks already, it takes over what the shared one says of its contracts: none are put beside them.
 * The folder comes whole or not at all, for with an empty one the contracts would be deployed again.
 */
async function adopt({ provider }: Wallet, shared: string, own: string): Promise<void> {
  const partial = `${own}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const blocks = (await provider?.getBlockNumber()) ?? 0;
  if (blocks > 0) {
    const file = path.join(shared, `${NAME}.json`);
    const known = existsSync(file) ? readDeployment(shared, NAME).contracts.MemberRegistry : undefined;
    if (known === undefined || (await provider?.getCode(known)) === '0x') {
      throw new LedgerError('DEPLOYMENT_LOST', { blocks, file: path.join(own, `${NAME}.json`) });
    }
    copyFileSync(file, path.join(partial, `${NAME}.json`));
  }
  renameSync(partial, own);
}
