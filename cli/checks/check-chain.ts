import { contractsOf } from '../../sdk/deployment.js';
import { type Ledger, nameOfNode } from '../../sdk/ledger.js';
import type { Context } from '../context.js';
import { type Finding, fail, ok, warn } from './finding.js';

/** Clocks may differ by so much. */
const GRACE_SECONDS = 60;

/** The contracts of the deployment, each at its address, and the head of the chain. */
export async function checkChain(context: Context, ledger: Ledger): Promise<Finding[]> {
  const { chainId, rpcUrl } = context.deployment;
  const provider = ledger.members.runner?.provider;
  const head = await provider?.getBlock('latest');
  const codes = await Promise.all(
    Object.entries(contractsOf(context.deployment)).map(async ([name, address]) => ({
      name,
      address,
      code: await provider?.getCode(address),
    })),
  );
  const missing = codes.filter(({ code }) => code === '0x');
  const ahead = (head?.timestamp ?? 0) - Math.floor(Date.now() / 1000);
  return [
    ok('chain', `${nameOfNode(context.settings.rpc ?? rpcUrl)}, id ${chainId}, block ${head?.number}`),
    ...(ahead > GRACE_SECONDS
      ? [warn('clock', `the chain's clock is ${ahead} s ahead of this machine's; set the clock, or signatures end too early`)]
      : []),
    ...missing.map(({ name, address }) =>
      fail('contracts', `there is no ${name} at ${address}; the deployment is of another chain`),
    ),
    ...(missing.length === 0 ? [ok('contracts', `all ${codes.length} are there`)] : []),
  ];
}
