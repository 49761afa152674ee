import type { Kysely } from 'kysely';
import type { AsOf } from '../sdk/api/client.js';
import { LedgerError } from '../sdk/errors.js';
import { batchKeys } from './batch-keys.js';
import type { LedgerReads, LongReads, Snapshot } from './domain/reads.js';
import { createEraMemory, type EraMemory } from './era-memory.js';
import { shareReads } from './share-reads.js';
import {
  findGrants,
  findOffers,
  findTerms,
  listGrants,
  listOffers,
  listPurchases,
  listRefunds,
  listTerms,
} from './store/access.js';
import { findBlockWithEvents, listRewinds } from './store/blocks.js';
import { readMoment } from './store/cursor.js';
import {
  findCurrentVersions,
  findDatasets,
  findVersions,
  listClaims,
  listDatasets,
  listDatasetsThen,
  listOwners,
  listPayeesOfTables,
  listVersions,
  versionOwnersOf,
} from './store/datasets.js';
import { listEvents } from './store/events.js';
import { listLineage, listWithdrawnAncestorsOf } from './store/lineage.js';
import { findMembers, legalNamesOf, listAccounts, listCredits, listMembers } from './store/members.js';
import { countAll } from './store/overview.js';
import { pastOf, type Rows } from './store/past.js';
import { findEffects, findPayoutRun, listHolds, listPayoutRuns } from './store/payout-runs.js';
import {
  findDistributionBefore,
  findPayouts,
  listDays,
  listDistributions,
  listLinesOfPayouts,
  listPayouts,
  listReceived,
} from './store/payouts.js';
import { findKey, findReader } from './store/readers.js';
import { listDueMembers, listDueTables, listTables, readBooks, readFeesDue } from './store/revenue.js';
import type { Database } from './store/schema.js';
import { searchByAddress, searchByHash, searchById, searchByText } from './store/search.js';

/** Most long reads at once: each holds a connection for as long as its reader takes, and short ones are not to wait for them. */
const MOST_LONG_READS = 4;

/** Most transactions at once that short reads share: while one waits for the store, the other's answers are written. */
const MOST_SHARED = 2;

/** Most legal names that are remembered: some ten megabytes. */
const MOST_NAMES = 100_000;

/** Queries that read tables as they are, or as they were. */
const TIMELESS = {
  listMembers,
  listAccounts,
  listCredits,
  listDatasets,
  listOwners,
  listVersions,
  listGrants,
};

/** The same of tables as they were; what the present reads in its own order may have to be found otherwise there. */
const PAST = { ...TIMELESS, listDatasets: listDatasetsThen };

/** The store's queries, by the names of the domain's ports. */
const QUERIES = {
  ...TIMELESS,
  findReader,
  findKey,
  listClaims,
  listLineage,
  listTables,
  listTerms,
  listOffers,
  listPurchases,
  listRefunds,
  readBooks,
  listPayouts,
  findDistributionBefore,
  listDistributions,
  listReceived,
  listDays,
  countAll,
  listDueTables,
  listDueMembers,
  listPayoutRuns,
  findPayoutRun,
  findEffects,
  listHolds,
  readFeesDue,
  listEvents,
  listRewinds,
  searchById,
  searchByAddress,
  searchByHash,
  searchByText,
};

type Bound<Queries, Place> = {
  [Name in keyof Queries]: Queries[Name] extends (db: Place, ...args: infer Args) => infer Result
    ? (...args: Args) => Result
    : never;
};

/** Binds queries to where they read. */
function bind<Queries extends object, Place>(queries: Queries, place: Place): Bound<Queries, Place> {
  const bound = Object.entries(queries).map(([name, query]) => [name, (...args: unknown[]) => query(place, ...args)]);
  return Object.fromEntries(bound) as Bound<Queries, Place>;
}

/** When reads read. */
interface Moment {
  asOf: AsOf;
  era: string;
}

/** What reads of a moment share with others. */
interface Shared {
  payoutLimits: LedgerReads['payoutLimits'];
  names: EraMemory<number, string>;
}

/** Binds the queries to a connection that sees the ledger at a block. */
function bindReads(db: Kysely<Database>, { names, payoutLimits }: Shared, { asOf: head, era }: Moment): LedgerReads {
  const lines = batch(listLinesOfPayouts, db);
  // A member has the same name at all times.
  const legalNames = names.during(era, batch(legalNamesOf, db));
  return {
    ...bind<typeof QUERIES, Kysely<Database>>(QUERIES, db),
    ...batchTimeless(db),
    legalNames,
    findTerms: batch(findTerms, db),
    findOffer: batch(findOffers, db),
    findPayout: batch(findPayouts, db),
    listPayoutLines: async (place) => (await lines(place)) ?? [],
    payoutLimits,
    async asOf(asked) {
      if (asked > head.block) throw new LedgerError('AS_OF_AHEAD', { asked, block: head.block });
      const block = await findBlockWithEvents(db, asked);
      // Bound anew for whoever asks: questions of different blocks never go to the store together.
      const past = pastOf(db, asked);
      return {
        reads: { ...bind<typeof PAST, Rows>(PAST, past), ...batchTimeless(past), legalNames },
        asOf: { block: block?.number ?? -1, blockHash: block?.hash ?? '', blockTime: block?.time ?? 0, asked },
      };
    },
  };
}

/** Binds a query about many rows to where it reads, for those who ask about one each. */
function batch<Place, Key, Value>(query: (place: Place, keys: readonly Key[]) => Promise<Map<Key, Value>>, place: Place) {
  return batchKeys((keys: Key[]) => query(place, keys));
}

/** Binds the queries about many rows that read tables as they are, or as they were. */
function batchTimeless(place: Rows) {
  const [payees, withdrawn] = [batch(listPayeesOfTables, place), batch(listWithdrawnAncestorsOf, place)];
  const owner = batch(versionOwnersOf, place);
  return {
    findMember: batch(findMembers, place),
    findDataset: batch(findDatasets, place),
    findVersion: batch(findVersions, place),
    findCurrentVersion: batch(findCurrentVersions, place),
    findGrant: batch(findGrants, place),
    listPayees: async (tableId: number) => (await payees(tableId)) ?? [],
    listWithdrawnAncestors: async (versionId: number) => (await withdrawn(versionId)) ?? [],
    async versionOwners(ids: Iterable<number>) {
      const found = await Promise.all([...new Set(ids)].map(owner));
      return found.filter((row) => row !== undefined);
    },
  };
}

/**
 * Makes the port by which views read: rows, and the head that they are true for, in one transaction.
 *
 * @param db - The store.
 * @param storeName - As sentences name it.
 * @param payoutLimits - What the payout runner keeps to.
 * @throws `STORE_UNREACHABLE` while the store does not answer.
 */
export function createSnapshot(db: Kysely<Database>, storeName: string, payoutLimits: LedgerReads['payoutLimits']): Snapshot {
  const parts = { payoutLimits, names: createEraMemory<number, string>(MOST_NAMES) };
  const alone: Snapshot = (read) =>
    orAbsence(storeName, () =>
      atOneBlock(db, (transaction, asOf, era) => read(bindReads(transaction, parts, { asOf, era }), asOf)),
    );
  const shared = shareReads(alone, MOST_SHARED);
  return (read, company) => (company === 'shared' ? shared(read) : alone(read));
}

/**
 * Makes the port of reads that take long. Where transactions leave others room, each is one; where there is one connection, they let it go after
 * every page.
 *
 * @param snapshot - Reads at one block.
 * @param shared - Whether transactions leave others room.
 */
export function createLongReads(snapshot: Snapshot, shared: boolean): LongReads {
  if (!shared) return { atOneBlock: false, run: (read) => read(snapshot) };
  let running = 0;
  return {
    atOneBlock: true,
    async run(read) {
      if (running >= MOST_LONG_READS) throw new LedgerError('EXPORTS_BUSY', { most: MOST_LONG_READS });
      running++;
      try {
        await snapshot((reads, asOf) => read(async (page) => ({ asOf, value: await page(reads, asOf) })));
      } finally {
        running--;
      }
    },
  };
}

/** @throws `STORE_UNREACHABLE` while the store does not answer; else whatever was thrown. */
export async function orAbsence<T>(storeName: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!isAbsence(error)) throw error;
    throw new LedgerError('STORE_UNREACHABLE', { store: storeName, problem: (error as Error).message });
  }
}

/**
 * Reads rows and the head they are true for in one transaction.
 *
 * @param db - The store.
 * @param read - Told the head, and its era, as {@link readMoment} says.
 */
export function atOneBlock<T>(
  db: Kysely<Database>,
  read: (transaction: Kysely<Database>, asOf: AsOf, era: string) => Promise<T>,
) {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (transaction) => {
      const moment = await readMoment(transaction);
      const asOf = { block: moment?.block ?? -1, blockHash: moment?.block_hash ?? '', blockTime: moment?.block_time ?? 0 };
      return { asOf, value: await read(transaction, asOf, moment?.era ?? '') };
    });
}

/** Whether an error says that the database is away for now: a broken connection, or PostgreSQL's classes 08, 53 and 57. */
export function isAbsence(error: unknown): boolean {
  if (error instanceof LedgerError) return false;
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return (
    /^(08|53|57)|^E(CONN|PIPE|TIMEDOUT|HOSTUNREACH|AI_AGAIN)/.test(code) ||
    /connection|timeout exceeded|read timeout/i.test(message)
  );
}
