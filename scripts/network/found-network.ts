import { VM_ID } from './engine.js';
import type { Identity, Network } from './network-file.js';
import { readSettings, WEIGHT } from './node-settings.js';
import { onPlatform } from './platform.js';

/** What a network is founded with. */
export interface NetworkPlan {
  name: string;
  networkId: number;
  chainId: number;
  stakeSeconds: number;
  office: string;
  validators: Identity[];
}

/** What the office has to pay gas with, in wei; it is worth nothing, and members get theirs from the sender gate. */
const OFFICE_FUNDS = 2n ** 160n;
/** So much earlier than now, for clocks differ. */
const EARLIER_SECONDS = 60;

/**
 * Founds a network: nothing has to run for it.
 *
 * @param plan - What was decided.
 * @param ownerKey - Decides who validates later; hex.
 * @param now - Unix seconds.
 */
export async function foundNetwork(plan: NetworkPlan, ownerKey: string, now: number): Promise<Network> {
  const { validators, ...kept } = plan;
  const startTime = now - EARLIER_SECONDS;
  type Founded = Pick<Network, 'genesis' | 'subnetId' | 'blockchainId' | 'transactions'>;
  const founded = await onPlatform<Founded>('found', {
    networkId: plan.networkId,
    startTime,
    stakeSeconds: plan.stakeSeconds,
    key: ownerKey,
    stakers: validators.map(({ nodeId, publicKey, proofOfPossession }) => ({
      nodeId,
      signer: { publicKey, proofOfPossession },
    })),
    chainName: plan.name,
    vmId: VM_ID,
    evmGenesis: ledgerGenesis(plan.chainId, plan.office, startTime),
  });
  return { format: 'genba-network/1', ...kept, validators, sets: [{ from: 0, validators: signersOf(validators) }], ...founded };
}

/** All validators weigh the same. */
export function signersOf(validators: readonly Identity[]): Network['sets'][number]['validators'] {
  return validators.map(({ nodeId, publicKey }) => ({ nodeId, publicKey, weight: WEIGHT }));
}

/** The genesis of the ledger's chain: at first only the office sends and deploys. */
function ledgerGenesis(chainId: number, office: string, time: number): object {
  const { config, ...genesis } = readSettings('genesis') as { config: Record<string, object> };
  const allowed = { blockTimestamp: time, adminAddresses: [office] };
  return {
    ...genesis,
    config: {
      ...config,
      chainId,
      warpConfig: { blockTimestamp: time, ...config.warpConfig },
      contractDeployerAllowListConfig: { ...allowed, ...config.contractDeployerAllowListConfig },
      txAllowListConfig: { ...allowed, ...config.txAllowListConfig },
    },
    alloc: { [office.slice(2)]: { balance: `0x${OFFICE_FUNDS.toString(16)}` } },
    timestamp: `0x${time.toString(16)}`,
  };
}
