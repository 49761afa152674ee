import { Wallet } from 'ethers';
import { LedgerError } from '../../sdk/errors.js';
import { readRunnerKey } from '../../server/runner-key.js';
import type { LedgerPlan } from '../deploy-ledger.js';
import type { Network } from './network-file.js';
import { askNode, chainUrl, headsUrl } from './node-api.js';
import { readSettings } from './node-settings.js';
import { standingOfAll } from './validator-standing.js';

/** What senders offer for gas on a network, in wei: some times the least, for when blocks are full. */
const GAS_PRICE = '10';

/** What the sender gate has for the members' gas, in wei; it is worth nothing. */
const GATE_FUNDS = 2n ** 150n;

/**
 * A plan on a network: what its chain is, where its nodes answer, and which keys of services send.
 *
 * @param home - The network's folder.
 * @param decided - What the operator decided.
 * @param dataFolder - Of the service, whose keys are made when they are not there yet.
 * @throws `NETWORK_AWAY`.
 */
export async function planOnNetwork(
  network: Network,
  home: string,
  decided: Omit<LedgerPlan, 'chainId' | 'rpcUrl'>,
  dataFolder: string,
): Promise<LedgerPlan> {
  const standings = await standingOfAll(network, home);
  const answering = standings.filter((one) => one.problem === undefined);
  const silent = standings.filter((one) => one.problem !== undefined);
  const [first, ...others] = [...answering, ...silent].flatMap(({ url }) => url ?? []);
  if (first === undefined || answering.length === 0) throw new LedgerError('NETWORK_AWAY', { network: network.name });
  const genesis = await askNode<{ hash: string }>(chainUrl(first, network.blockchainId), 'eth_getBlockByNumber', ['0x0', false]);
  const { lists } = readSettings('lists') as { lists: { senders: string; deployers: string } };
  return {
    ...decided,
    chainId: network.chainId,
    rpcUrl: chainUrl(first, network.blockchainId),
    gasPrice: GAS_PRICE,
    nodes: {
      moreRpcUrls: others.map((url) => chainUrl(url, network.blockchainId)),
      headsUrls: [first, ...others].map((url) => headsUrl(url, network.blockchainId)),
      healthUrls: [first, ...others].map((url) => `${url}/ext/health`),
      genesisHash: genesis.hash,
      finality: 'finalized',
    },
    lists,
    gateFunds: GATE_FUNDS,
    runners: (['runner', 'gatekeeper'] as const).map((name) => new Wallet(readRunnerKey(dataFolder, name)).address),
  };
}
