import type { JsonRpcProvider } from 'ethers';
import type { Kysely } from 'kysely';
import { atOneBlock } from './bind-reads.js';
import { createContractFacts } from './chain/contract-facts.js';
import { checkTrail, type TrailSources } from './check-trail.js';
import { type Checked, type CheckReport, checkIndex } from './domain/index-check.js';
import { type FactKind, findSumErrors, listFacts, listKeyFacts } from './store/index-facts.js';
import { readBooks } from './store/revenue.js';
import type { Database } from './store/schema.js';

const KINDS: readonly FactKind[] = ['member', 'dataset', 'version', 'terms', 'offer', 'grant'];

/** What is needed to hold an index against its chain. */
export interface CheckSources extends TrailSources {
  provider: JsonRpcProvider;
}

/**
 * Proves an index against the contracts, at the block with which it ends: every member with its keys and money, dataset, version with its
 * payees and totals, set of terms, offer and grant, and the ledger's books; and, row by row, against the chain's logs.
 *
 * @param sources - Both sides.
 * @returns What was compared at which block, and what differs.
 */
export async function checkAgainstChain(sources: CheckSources): Promise<CheckReport & { block: number }> {
  const { db, deployment, onProgress, provider } = sources;
  const { asOf, value: report } = await atOneBlock(db, async (reads, head) => {
    const facts = createContractFacts(provider, deployment, head.block);
    const counts = await facts.counts();
    const keys = await listKeyFacts(reads);
    const kinds: Checked[] = KINDS.map((kind) => ({
      kind,
      count: counts[kind],
      index: (after, limit) => listFacts(reads, kind, after, limit),
      contract: (id) => facts[kind](id),
    }));
    kinds.push({
      kind: 'key',
      count: keys.length,
      index: async (after, limit) =>
        keys.slice(after, after + limit).map((one, i) => ({ id: after + i + 1, facts: { ...one.facts, address: one.address } })),
      contract: async (id) => facts.key(keys[id - 1]?.address ?? ''),
    });
    kinds.push(oneOf('book', await bookFacts(reads), () => facts.books()));
    const found = await checkIndex(kinds, onProgress);
    const trail = await checkTrail({ ...sources, db: reads }, head);
    const sums = await findSumErrors(reads);
    return {
      compared: { ...found.compared, event: trail.events },
      differences: [...found.differences, ...trail.differences, ...sums],
    };
  });
  return { block: asOf.block, ...report };
}

function oneOf(kind: string, facts: Record<string, string>, contract: Checked['contract']): Checked {
  return { kind, count: 1, index: async (after) => (after === 0 ? [{ id: 1, facts }] : []), contract };
}

async function bookFacts(db: Kysely<Database>): Promise<Record<string, string>> {
  const { consortiumId, feeBps, fees, tracked } = await readBooks(db);
  return {
    tracked: String(tracked),
    fees: String(fees),
    feeBps: String(feeBps),
    consortium: String(consortiumId),
    covered: 'true',
  };
}
