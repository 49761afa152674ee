import { getBytes, type JsonRpcProvider } from 'ethers';
import { LedgerError } from '../errors.js';
import { sealOf } from './avalanche-seal.js';
import type { Bundle, Fact } from './bundle.js';
import { toCb58 } from './cb58.js';
import { encodeHeader, type RpcBlock } from './header.js';
import { encodeReceipt, type RpcReceipt } from './receipt.js';
import { proveInTrie, receiptKey } from './trie.js';
import type { Trust } from './trust.js';
import { hashOfChain, verifyBundle } from './verify.js';

/** An event to prove: its transaction, and its place among all logs of the block. */
export interface Wanted {
  txHash: string;
  /** Absent: all events of the transaction that are the ledger's. */
  logIndex?: number;
}

type Receipt = Omit<RpcReceipt, 'logs'> & {
  blockNumber: string;
  transactionIndex: string;
  transactionHash: string;
  logs: { logIndex: string; address: string; topics: string[]; data: string }[];
};

/**
 * Makes a bundle, and checks it.
 *
 * @param nodes - Of the chain, which keep all blocks: the first tells what happened, and each signs for its validator.
 * @param trust - For which validators it is made.
 * @param wanted - What is to be proven, in this order; events of one transaction come together.
 * @throws `NOT_FOUND`, `PROOF_IMPOSSIBLE` when a node does not give what is needed, `PROOF_REFUSED` when what it gives proves nothing.
 */
export async function makeBundle(
  nodes: readonly [JsonRpcProvider, ...JsonRpcProvider[]],
  trust: Trust,
  wanted: readonly Wanted[],
): Promise<Bundle> {
  const byTransaction = new Map<string, (number | undefined)[]>();
  for (const { txHash, logIndex } of wanted) {
    byTransaction.set(txHash, [...(byTransaction.get(txHash) ?? []), logIndex]);
  }
  const facts: Fact[] = [];
  for (const [txHash, logIndexes] of byTransaction) facts.push(await proveTransaction(nodes, trust, txHash, logIndexes));
  const bundle: Bundle = { format: 'genba-proof/1', chainId: trust.chainId, facts };
  verifyBundle(bundle, trust);
  return bundle;
}

async function proveTransaction(
  nodes: readonly [JsonRpcProvider, ...JsonRpcProvider[]],
  trust: Trust,
  txHash: string,
  logIndexes: readonly (number | undefined)[],
): Promise<Fact> {
  const [provider] = nodes;
  const receipt = (await provider.send('eth_getTransactionReceipt', [txHash])) as Receipt | null;
  if (receipt === null) throw new LedgerError('NOT_FOUND', { what: 'transaction', id: txHash });
  const block = (await provider.send('eth_getBlockByNumber', [receipt.blockNumber, false])) as RpcBlock & Block;
  const receipts = await receiptsOf(provider, block);
  const impossible = (problem: string) => new LedgerError('PROOF_IMPOSSIBLE', { block: Number(receipt.blockNumber), problem });
  const header = encodeHeader(block, hashOfChain(trust));
  if (header === undefined) throw impossible('its header is of a form that is not known');
  const key = receiptKey(Number(receipt.transactionIndex));
  const entries = receipts.map((one) => ({ key: receiptKey(Number(one.transactionIndex)), value: encodeReceipt(one) }));
  const { nodes: path, root } = proveInTrie(entries, key);
  if (root !== block.receiptsRoot) throw impossible('its receipts do not make the root that its header says');
  const ours = new Set(Object.values(trust.contracts).map((address) => address.toLowerCase()));
  const logs = receipt.logs
    .map((log, index) => ({ log, index }))
    .filter(({ log }) => logIndexes.some((one) => one === Number(log.logIndex) || (one === undefined && ours.has(log.address))))
    .map(({ log: { address, data, topics }, index }) => ({ index, address, topics, data }));
  if (logs.length === 0) throw new LedgerError('NOT_FOUND', { what: 'event of the ledger in transaction', id: txHash });
  const fact = { header, transactionIndex: Number(receipt.transactionIndex), nodes: path, logs };
  if (trust.finality.type === 'qbft') return sealedBy(fact, trust, impossible);
  const signatures = await askForSignatures(nodes, block.hash);
  let problem: unknown = impossible('no node that answers signs it with a key of the list');
  for (const set of trust.sets.toReversed()) {
    const seal = sealOf(signatures, trust.finality, set, block.hash);
    if (seal === undefined) continue;
    try {
      return sealedBy({ ...fact, seal }, trust, impossible);
    } catch (error) {
      problem = error;
    }
  }
  throw problem;
}

interface Block {
  number: string;
  transactions: string[];
}

/** All receipts of a block, in its order; some nodes only give one at a time. */
export async function receiptsOf(node: Pick<JsonRpcProvider, 'send'>, { number, transactions }: Block): Promise<Receipt[]> {
  try {
    return await node.send('eth_getBlockReceipts', [number]);
  } catch {
    return Promise.all(transactions.map((hash) => node.send('eth_getTransactionReceipt', [hash])));
  }
}

/**
 * Asks each node for its own validator's signature. A node could gather those of the others too, but in the versions that we know it
 * never lets go of what it hears after it has enough, and stops working after some such questions.
 */
async function askForSignatures(nodes: readonly JsonRpcProvider[], blockHash: string): Promise<string[]> {
  const blockId = toCb58(getBytes(blockHash));
  const answers = await Promise.allSettled(
    nodes.map((node) => node.send('warp_getBlockSignature', [blockId]) as Promise<string>),
  );
  return answers.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
}

/** Finds the validators of the list that have sealed it: the latest ones first. */
function sealedBy(fact: Omit<Fact, 'sealedBySetFrom'>, trust: Trust, impossible: (problem: string) => LedgerError): Fact {
  let problem = 'the list of validators is empty';
  for (const { from } of trust.sets.toReversed()) {
    const tried = { ...fact, sealedBySetFrom: from };
    try {
      verifyBundle({ format: 'genba-proof/1', chainId: trust.chainId, facts: [tried] }, trust);
      return tried;
    } catch (error) {
      problem = (error as { details?: { problem?: string } }).details?.problem ?? (error as Error).message;
    }
  }
  throw impossible(problem);
}
