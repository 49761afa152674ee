import { LedgerError } from '../errors.js';
import { weightOfAvalancheSeal } from './avalanche-seal.js';
import type { Bundle, Fact } from './bundle.js';
import { decodeHeader, type ProvenHeader, plainHash } from './header.js';
import { qbftHash, weightOfQbftSeals } from './qbft-seal.js';
import { logsOfReceipt, type ProvenLog } from './receipt.js';
import { receiptKey, valueInTrie } from './trie.js';
import type { Trust, ValidatorSet } from './trust.js';

/** An event that is proven. */
export interface ProvenEvent extends ProvenLog {
  block: number;
  blockHash: string;
  /** Unix seconds. */
  time: number;
  transactionIndex: number;
  /** How much of the validators' weight has sealed its block. */
  sealedBy: { weight: number; of: number };
}

/** The part of the validators' weight that has to have sealed a block. */
const QUORUM = { avalanche: { part: 67, of: 100 }, qbft: { part: 2, of: 3 } } as const;

/**
 * Checks a bundle against the validators that one trusts, and nothing else: no network, no server.
 *
 * @param bundle - What is claimed.
 * @param trust - Whom one trusts, for which chain.
 * @returns What it proves, in the order of the bundle.
 * @throws `PROOF_REFUSED` with exactly what is wrong.
 */
export function verifyBundle(bundle: Bundle, trust: Trust): ProvenEvent[] {
  if (bundle.chainId !== trust.chainId) {
    throw new LedgerError('PROOF_REFUSED', { problem: `it is of chain ${bundle.chainId}, the list of chain ${trust.chainId}` });
  }
  const seen = new Set<string>();
  return bundle.facts.flatMap((fact, i) => {
    const refuse = (problem: string): never => {
      const where = bundle.facts.length === 1 ? '' : `fact ${i + 1} of ${bundle.facts.length}: `;
      throw new LedgerError('PROOF_REFUSED', { problem: `${where}${problem}` });
    };
    const events = verifyFact(fact, trust, refuse);
    const transaction = `${events[0]?.blockHash} ${fact.transactionIndex}`;
    if (seen.has(transaction)) refuse('its transaction is in the proof twice');
    seen.add(transaction);
    return events;
  });
}

/** How the hash of a block is made, by how it is sealed. */
export function hashOfChain({ finality }: Trust): (parts: readonly string[]) => string {
  return finality.type === 'qbft' ? qbftHash : plainHash;
}

function verifyFact(fact: Fact, trust: Trust, refuse: (problem: string) => never): ProvenEvent[] {
  const header = attempt(() => decodeHeader(fact.header, hashOfChain(trust))) ?? refuse('its header is none');
  const key = receiptKey(fact.transactionIndex);
  const receipt =
    attempt(() => valueInTrie(header.receiptsRoot, key, fact.nodes)) ??
    refuse(`block ${header.number} holds no such receipt at place ${fact.transactionIndex}`);
  const logs = attempt(() => logsOfReceipt(receipt)) ?? refuse('its transaction did not go through');
  for (const [i, claimed] of fact.logs.entries()) {
    if (fact.logs.findIndex((one) => one.index === claimed.index) !== i) refuse('it claims an event twice');
    const actual = logs[claimed.index];
    const same =
      actual?.address === claimed.address && actual.data === claimed.data && actual.topics.join() === claimed.topics.join();
    if (!same) refuse(`its transaction has no such event at place ${claimed.index}`);
  }
  const sealedBy = requireSealed(fact, header, trust, refuse);
  const { hash, number, time } = header;
  return fact.logs.map(({ index: _, ...log }) => ({
    ...log,
    block: number,
    blockHash: hash,
    time,
    transactionIndex: fact.transactionIndex,
    sealedBy,
  }));
}

/** Enough of the validators that hold for the block have sealed it. */
function requireSealed(
  fact: Fact,
  header: ProvenHeader,
  trust: Trust,
  refuse: (problem: string) => never,
): ProvenEvent['sealedBy'] {
  const set =
    trust.sets.find((one) => one.from === fact.sealedBySetFrom) ??
    refuse(`the list has no validators from block ${fact.sealedBySetFrom} on`);
  const next = trust.sets.find((one) => one.from > set.from);
  if (next !== undefined && header.number >= next.from) {
    refuse(`block ${header.number} comes after the validators of block ${set.from}: from block ${next.from} on others hold`);
  }
  const weight = weightOf(fact, header, trust, set);
  if (typeof weight === 'string') return refuse(`the seal on block ${header.number} does not count: ${weight}`);
  const of = set.validators.reduce((sum, one) => sum + one.weight, 0);
  const quorum = QUORUM[trust.finality.type];
  if (weight * quorum.of < of * quorum.part) {
    refuse(`only ${weight} of ${of} of the validators' weight have sealed block ${header.number}`);
  }
  return { weight, of };
}

function weightOf(fact: Fact, header: ProvenHeader, { finality }: Trust, set: ValidatorSet): number | string {
  if (finality.type === 'qbft') return fact.seal === undefined ? weightOfQbftSeals(header, set) : 'it is not where it belongs';
  if (fact.seal === undefined) return 'there is none';
  return weightOfAvalancheSeal(fact.seal, finality, set, header.hash);
}

/** What is not written as it should be proves nothing. */
function attempt<T>(read: () => T | undefined): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
