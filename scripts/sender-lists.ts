import { Contract, type Wallet } from 'ethers';
import { mine } from '../sdk/ledger.js';
import { factories } from '../types/index.js';
import type { LedgerPlan } from './deploy-ledger.js';

/** The lists that a chain keeps itself, as the protocol of subnet-evm has them. */
const LIST = [
  'function readAllowList(address) view returns (uint256)',
  'function setAdmin(address)',
  'function setManager(address)',
  'function setEnabled(address)',
  'function setNone(address)',
] as const;

/** What an address is in a list. */
const STANDING = { none: 0n, enabled: 1n, admin: 2n, manager: 3n } as const;
const ACTS = { none: 'setNone', enabled: 'setEnabled', admin: 'setAdmin', manager: 'setManager' } as const;

/**
 * Hands the chain's own lists over: senders are kept by the gate, which lets in the consortium's keys first; the admin may change the lists in
 * need; the deployer keeps what the ledger gives it. What is done already is not done again.
 *
 * @param deployer - Admin of both lists until now.
 * @param gate - Address of the sender gate.
 * @param plan - Who holds which office, and where the lists are.
 */
export async function handOverLists(
  deployer: Wallet,
  gate: string,
  plan: LedgerPlan & Required<Pick<LedgerPlan, 'lists'>>,
  overrides: object,
): Promise<void> {
  const set = async (list: string, account: string, standing: keyof typeof STANDING) => {
    const contract = new Contract(list, LIST, deployer);
    if ((await contract.getFunction('readAllowList')(account)) === STANDING[standing]) return;
    await mine(contract.getFunction(ACTS[standing])(account, overrides));
  };
  const { senders, deployers } = plan.lists;
  const own = new Contract(senders, LIST, deployer);
  const isAdmin = (await own.getFunction('readAllowList')(deployer.address)) === STANDING.admin;
  if (isAdmin) await set(senders, gate, 'manager');
  const { notary, office, issuer, auditor, admin, runners = [] } = plan;
  const missing: string[] = [];
  // The admin too, for its gas money; then it gets its standing.
  for (const key of new Set([notary, office, issuer, auditor, admin, ...runners])) {
    if (key !== deployer.address && (await own.getFunction('readAllowList')(key)) === STANDING.none) missing.push(key);
  }
  if (missing.length > 0) await mine(factories.contracts.SenderGate__factory.connect(gate, deployer).mirror(missing, overrides));
  if (!isAdmin || admin === deployer.address) return;
  for (const list of [deployers, senders]) await set(list, admin, 'admin');
  await set(deployers, deployer.address, 'none');
  await set(senders, deployer.address, 'enabled');
}
