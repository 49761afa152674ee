import { type Network, ownValidators } from './network-file.js';
import { askNode, chainUrl } from './node-api.js';
import { ownUrl } from './node-settings.js';
import { pidOf } from './validator-process.js';

/** How a validator stands. */
export interface Standing {
  /** Its name on this machine, or its node's id. */
  name: string;
  nodeId: string;
  /** Where it is asked; absent: nobody here can ask it. */
  url?: string;
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
  /** When it ceases to validate, Unix seconds; null: it does not validate; absent: nobody says. */
  endTime?: number | null;
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
      const asked = mine === undefined ? url : ownUrl(mine.validator);
      return standingOf(network, asked === undefined ? named : { ...named, url: asked });
    }),
  );
  const teller = standings.find((one) => one.problem === undefined)?.url;
  const ends = teller === undefined ? undefined : await endTimes(network, teller).catch(() => undefined);
  return standings.map((one) => (ends === undefined ? one : { ...one, endTime: ends.get(one.nodeId) ?? null }));
}

async function standingOf({ blockchainId }: Network, known: Standing): Promise<Standing> {
  if (known.url === undefined) return { ...known, problem: NOT_ASKED };
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

/** Of a validator whose owner lets nobody ask it. */
export const NOT_ASKED = 'asked on its own machine only';

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
