import { type JsonRpcPayload, type JsonRpcProvider, type JsonRpcResult, makeError, Network } from 'ethers';
import type { Deployment } from '../../sdk/deployment.js';
import { saidIn } from '../../sdk/errors-inside.js';
import { LedgerProvider, nameOfNode } from '../../sdk/ledger.js';
import { post } from './post.js';

/** How a node of a network stands. */
export interface NodeStanding {
  /** Without what may be a secret in its address. */
  url: string;
  /** `new`: not asked yet; `behind`: it lacks blocks that others have; `refused`: it is of another chain. */
  state: 'new' | 'good' | 'behind' | 'away' | 'refused';
  /** Whether it is the one that is asked now. */
  used: boolean;
  block: number | null;
  problem: string | null;
}

/** Several nodes of one chain that answer as one. */
export interface NodePool {
  /** Asks whichever node is good. */
  provider: JsonRpcProvider;
  standing(): NodeStanding[];
  close(): void;
}

interface Node {
  url: string;
  name: string;
  state: NodeStanding['state'];
  block: number | null;
  problem: string | null;
  /** Since when it is good without a break, in milliseconds. */
  goodSince: number;
  /** When it is asked again although it was away or refused. */
  againAt: number;
}

/** An only node has long to answer; where there are others, the next one is asked sooner. In milliseconds, as all here. */
const LONGEST_ANSWER_ALONE_MS = 30_000;
const LONGEST_ANSWER_MS = 10_000;
const LONGEST_LOOK_MS = 3_000;
/**
 * How often nodes are looked at; since when another one must have had a block that a node lacks, so that it is behind; after which time a node that
 * comes back is trusted again.
 */
const PACE = { lookMs: 1_000, mayLagMs: 3_000, settledMs: 10_000 };
/** One of another chain is looked at again after that. */
const LOOK_AGAIN_REFUSED_MS = 30_000;
const AWAY_MS = 1_000;

/**
 * Opens the nodes of a chain. The first good one in the given order is asked. One that does not answer, or falls behind the others, is left
 * until it has been good for a while; one of another chain is never asked.
 *
 * @param deployment - Which chain: its id, and the hash of its first block where that is known.
 * @param urls - The nodes, the preferred one first.
 * @param pace - Quicker in tests.
 */
export function openNodePool(
  deployment: Pick<Deployment, 'chainId' | 'genesisHash'>,
  urls: readonly string[],
  pace = PACE,
): NodePool {
  const nodes = [...new Set(urls)].map(
    (url): Node => ({
      url,
      name: nameOfNode(url),
      state: 'new',
      block: null,
      problem: null,
      goodSince: Date.now(),
      againAt: 0,
    }),
  );
  const alone = nodes.length === 1;
  const limitMs = alone ? LONGEST_ANSWER_ALONE_MS : LONGEST_ANSWER_MS;
  let used = nodes[0] as Node;
  const heads: { at: number; block: number }[] = [];

  /** What goes wrong is shown to everybody: it does not say the node's whole address. */
  const say = (node: Node, error: unknown): string => saidIn(error).replaceAll(node.url, node.name);

  const leave = (node: Node, state: 'away' | 'refused', problem: string): void => {
    Object.assign(node, { state, problem, againAt: Date.now() + (state === 'away' ? AWAY_MS : LOOK_AGAIN_REFUSED_MS) });
  };

  const welcome = (node: Node): void => {
    if (node.state !== 'good') Object.assign(node, { state: 'good', problem: null, goodSince: Date.now() });
  };

  /** Asks a node which chain it is of, before it is believed anything. */
  const identify = async (node: Node, withinMs = limitMs): Promise<boolean> => {
    const answers = await post(node.url, IDENTITY, withinMs);
    const [chainId, genesis] = IDENTITY.map(({ id }) => resultOf(answers.find((one) => one.id === id)));
    const actual = Number(chainId);
    const hash = (genesis as { hash?: string } | null)?.hash;
    if (actual !== deployment.chainId) leave(node, 'refused', `it is of chain ${actual}, not ${deployment.chainId}`);
    else if (deployment.genesisHash !== undefined && hash !== deployment.genesisHash) {
      leave(node, 'refused', `its first block is ${hash}, not ${deployment.genesisHash}`);
    } else return true;
    return false;
  };

  /** The nodes in the order in which they are asked now. */
  const order = (): Node[] => {
    const now = Date.now();
    const good = nodes.filter((one) => one.state === 'good' || one.state === 'new');
    // One that has only just come back waits, while the present one is good.
    const preferred = good.find((one) => one === used || now - one.goodSince >= pace.settledMs) ?? good[0];
    const first = preferred === undefined ? [] : [preferred];
    const rest = nodes.filter(
      (one) => one !== preferred && one.state !== 'refused' && (one.state !== 'away' || one.againAt <= now),
    );
    const rank = { good: 0, new: 1, behind: 2, away: 3, refused: 4 };
    rest.sort((a, b) => rank[a.state] - rank[b.state]);
    // When all are away, all are asked: waiting would only make it later.
    const found = [...first, ...rest];
    return found.length > 0 ? found : nodes.filter((one) => one.state !== 'refused' || one.againAt <= now);
  };

  const ask = async (payload: JsonRpcPayload | JsonRpcPayload[]): Promise<JsonRpcResult[]> => {
    let last: unknown;
    let unhelpful: JsonRpcResult[] | undefined;
    for (const node of order()) {
      try {
        if (!alone && node.state !== 'good' && node.state !== 'behind' && !(await identify(node))) continue;
        const answers = await post(node.url, payload, limitMs);
        if (answers.some(isNoAnswer)) {
          // Another one may do better; if none does, this is what there is to say.
          unhelpful ??= answers;
          continue;
        }
        used = node;
        if (node.state !== 'behind') welcome(node);
        return answers;
      } catch (error) {
        leave(node, 'away', say(node, error));
        last = error;
      }
    }
    if (unhelpful !== undefined) return unhelpful;
    if (alone && last !== undefined) throw withoutUrl(last, used);
    const problem = nodes.map((one) => `${one.name}: ${one.problem ?? 'not asked'}`).join('; ');
    throw makeError(`no node answers (${problem})`, 'NETWORK_ERROR', { event: 'no-node' });
  };

  const withoutUrl = (error: unknown, node: Node): unknown => {
    if (error instanceof Error) error.message = say(node, error);
    return error;
  };

  /** Looks at all nodes, so that one that is behind or back is known before it is asked for something. */
  const look = async (): Promise<void> => {
    await Promise.all(nodes.map(lookAt));
    const at = Date.now();
    const best = bestHead(nodes);
    // A head that one node has made up, or taken back, is forgotten with it.
    if ((heads.at(-1)?.block ?? -1) > best) heads.length = 0;
    if (heads.at(-1)?.block !== best) heads.push({ at, block: best });
    while (heads.length > 1 && at - (heads[1] as { at: number }).at > pace.mayLagMs) heads.shift();
    const [old] = heads;
    const expected = old !== undefined && at - old.at > pace.mayLagMs ? old.block : -1;
    for (const node of nodes) {
      if (node.state === 'behind' && (node.block ?? -1) >= expected) welcome(node);
      if (node.state !== 'good' || (node.block ?? -1) >= expected) continue;
      Object.assign(node, { state: 'behind', problem: `it is at block ${node.block}, others have ${best}` });
    }
  };

  const lookAt = async (node: Node): Promise<void> => {
    if (node.state === 'refused' && node.againAt > Date.now()) return;
    try {
      if (node.state !== 'good' && node.state !== 'behind') {
        if (!(await identify(node, LONGEST_LOOK_MS))) return;
        welcome(node);
      }
      const [answer] = await post(node.url, HEAD, LONGEST_LOOK_MS);
      node.block = Number(resultOf(answer));
    } catch (error) {
      leave(node, 'away', say(node, error));
    }
  };

  let closed = false;
  let timer: NodeJS.Timeout | undefined;
  const keepLooking = async (): Promise<void> => {
    await look();
    if (!closed) timer = setTimeout(keepLooking, pace.lookMs);
  };
  if (!alone) void keepLooking();
  const provider = new PoolProvider(deployment.chainId, used.url, ask);
  return {
    provider,
    standing: () =>
      nodes.map(({ block, name, problem, state }, i) => ({
        url: name,
        state,
        used: nodes[i] === used && state !== 'away',
        block,
        problem,
      })),
    close() {
      closed = true;
      clearTimeout(timer);
      provider.destroy();
    },
  };
}

/**
 * The head that others are measured by: where there are three or more, the second highest, for one node alone is not to make all others look
 * as if they were behind.
 */
function bestHead(nodes: readonly Node[]): number {
  const heads = nodes
    .filter(({ state }) => state === 'good' || state === 'behind')
    .map(({ block }) => block ?? -1)
    .sort((a, b) => b - a);
  return (heads.length > 2 ? heads[1] : heads[0]) ?? -1;
}

/** The result of an answer. */
function resultOf(answer: unknown): unknown {
  const { error, result } = (answer ?? {}) as { error?: { message?: string }; result?: unknown };
  if (result === undefined) throw new Error(error?.message ?? 'no answer to what was asked');
  return result;
}

/** Codes and words by which a node says that it can't answer now: too many questions, or a block that it does not have yet. */
const NO_ANSWER = new Set([-32_005, -32_603]);
function isNoAnswer(answer: unknown): boolean {
  const { error } = answer as { error?: { code?: number; message?: string } };
  if (error === undefined) return false;
  return (
    NO_ANSWER.has(error.code ?? 0) || /header not found|missing trie node|after last accepted block/i.test(error.message ?? '')
  );
}

const IDENTITY: JsonRpcPayload[] = [
  { jsonrpc: '2.0', id: 1, method: 'eth_chainId', params: [] },
  { jsonrpc: '2.0', id: 2, method: 'eth_getBlockByNumber', params: ['0x0', false] },
];
const HEAD: JsonRpcPayload = { jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] };

/** An ethers provider whose questions go to whichever node is good. Without cache and batching: a ledger is asked for the latest. */
class PoolProvider extends LedgerProvider {
  readonly #ask: (payload: JsonRpcPayload | JsonRpcPayload[]) => Promise<JsonRpcResult[]>;

  constructor(chainId: number, url: string, ask: (payload: JsonRpcPayload | JsonRpcPayload[]) => Promise<JsonRpcResult[]>) {
    const network = Network.from(chainId);
    super(url, network, { staticNetwork: network, cacheTimeout: -1, batchMaxCount: 1, pollingInterval: 100 });
    this.#ask = ask;
  }

  override _send(payload: JsonRpcPayload | JsonRpcPayload[]): Promise<JsonRpcResult[]> {
    return this.#ask(payload);
  }
}
