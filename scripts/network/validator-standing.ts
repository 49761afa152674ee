import { type Network, ownValidators } from './network-file.js';
import { askNode, chainUrl } from './node-api.js';
import { ownUrl } from './start-validators.js';
import { pidOf } from './validator-process.js';

/** How a validator stands. */
export interface Standing {
  /** Its name on this machine, or its node's id. */
  name: string;
  nodeId: string;
  url: string;
  /** Of its process; only of this machine's. */
  pid?: number;
  /** Why it does not answer. */
  problem?: string;
  height?: number;
  hash?: string;
  finalized?: number;
  /** Unix seconds of its head. */
  headTime?: number;
  peers?: number;
  healthy?: boolean;
  /** When it ceases to validate, Unix seconds; absent when it does not validate, or nobody says. */
  endTime?: number;
}

/**
 * Asks every validator of a network how it stands.
 *
 * @param folder - The network's folder, for those of this machine.
 */
export async function standingOfAll(network: Network, folder: string): Promise<Standing[]> {
  const own = new Map(ownValidators(folder).map((one) => [one.validator.nodeId, one]));
  const standings = await Promise.all(
    network.validators.map(({ nodeId, url }): Promise<Standing> => {
      const mine = own.get(nodeId);
      const pid = mine === undefined ? undefined : pidOf(mine.home);
      const named = { name: mine?.name ?? nodeId, nodeId, ...(pid === undefined ? {} : { pid }) };
      return standingOf(network, { ...named, url: mine === undefined ? url : ownUrl(mine.validator) });
    }),
  );
  const teller = standings.find((one) => one.problem === undefined);
  const ends = teller === undefined ? new Map<string, number>() : await endTimes(network, teller.url).catch(() => new Map());
  return standings.map((one) => {
    const endTime = ends.get(one.nodeId);
    return endTime === undefined ? one : { ...one, endTime };
  });
}

async function standingOf({ blockchainId }: Network, known: Standing): Promise<Standing> {
  const chain = chainUrl(known.url, blockchainId);
  interface Block {
    number: string;
    hash: string;
    timestamp: string;
  }
  try {
    const [head, final, peers, health] = await Promise.all([
      askNode<Block>(chain, 'eth_getBlockByNumber', ['latest', false]),
      askNode<Block>(chain, 'eth_getBlockByNumber', ['finalized', false]),
      askNode<{ numPeers: string }>(`${known.url}/ext/info`, 'info.peers', { nodeIDs: [] }),
      askNode<{ healthy: boolean }>(`${known.url}/ext/health`, 'health.health', {}).catch(() => ({ healthy: false })),
    ]);
    return {
      ...known,
      height: Number(head.number),
      hash: head.hash,
      finalized: Number(final.number),
      headTime: Number(head.timestamp),
      peers: Number(peers.numPeers),
      healthy: health.healthy,
    };
  } catch (error) {
    return { ...known, problem: problemOf(error as Error) };
  }
}

function problemOf({ cause, message }: Error): string {
  return (cause as Error | undefined)?.message ?? message;
}

async function endTimes({ subnetId }: Network, url: string): Promise<Map<string, number>> {
  const { validators } = await askNode<{ validators: { nodeID: string; endTime: string }[] }>(
    `${url}/ext/bc/P`,
    'platform.getCurrentValidators',
    { subnetID: subnetId },
  );
  return new Map(validators.map((one) => [one.nodeID, Number(one.endTime)]));
}
