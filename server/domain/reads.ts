import type { AsOf } from '../../sdk/api.js';
import type { DueMember, DueTable } from './payout-plan.js';
import type { Effects, FeesDue, Hold } from './payout-ports.js';

/** A page: from after an id (or so many rows), at most `limit`. */
export interface Page {
  after: number;
  limit: number;
}

interface MemberRow {
  id: number;
  legal_name: string;
  scheme: string;
  identifier: string;
  credential_hash: string;
  notary_id: number;
  status: string;
  admitted_at: number;
  valid_until: number;
  payout_account: string;
  payout_minimum: string;
  frozen_until: number;
}

interface VersionRow {
  id: number;
  dataset_id: number;
  table_id: number;
  publisher_id: number;
  content_root: string;
  byte_size: string;
  format: number;
  metadata_hash: string;
  metadata_uri: string;
  published_at: number;
  withdrawn_reason: string | null;
}

interface Located {
  block: number;
  log_index: number;
}

/** Port: what the views read. All amounts are decimal strings in base units, all times Unix seconds. */
export interface LedgerReads {
  findMember(id: number): Promise<
    | (MemberRow & {
        keys: { address: string; roles: number; revoked: boolean }[];
        account: { credited: string; paid: string };
      })
    | undefined
  >;
  listMembers(page: Page): Promise<MemberRow[]>;
  legalNames(ids: Iterable<number>): Promise<Map<number, string>>;
  listPayoutsOf(
    memberId: number,
    page: Page,
  ): Promise<
    (Located & { block_time: number; tx_hash: string; kind: string; account: string; amount: string; failed: boolean })[]
  >;
  findPayoutBefore(memberId: number, place: { block: number; logIndex: number }): Promise<Located | undefined>;
  listCredits(
    memberId: number,
    from: { block: number; logIndex: number },
    to: { block: number; logIndex: number },
  ): Promise<(Located & { table_id: number; dataset_id: number; amount: string })[]>;
  findDataset(id: number): Promise<
    | {
        id: number;
        owner_id: number;
        current_version_id: number;
        retired: boolean;
        frozen_until: number;
        versions: VersionRow[];
      }
    | undefined
  >;
  listDatasets(page: Page): Promise<
    {
      id: number;
      owner_id: number;
      current_version_id: number;
      retired: boolean;
      frozen_until: number;
      content_root: string;
      byte_size: string;
      metadata_uri: string;
      published_at: number;
    }[]
  >;
  findVersion(id: number): Promise<VersionRow | undefined>;
  listPayees(tableId: number): Promise<
    {
      kind: 'originator' | 'royalty';
      payee_id: number;
      share_bps: number;
      onward: boolean;
      dataset_id: number | null;
      answer: 'confirmed' | 'disclaimed' | null;
    }[]
  >;
  listLineage(
    versionId: number,
    direction: 'sources' | 'derivatives',
    depth: number,
  ): Promise<{ version_id: number; source_id: number; grant_id: number; depth: number }[]>;
  versionOwners(
    ids: Iterable<number>,
  ): Promise<{ id: number; dataset_id: number; metadata_uri: string; withdrawn_reason: string | null; owner_id: number }[]>;
  listWithdrawnAncestors(versionId: number): Promise<{ id: number; dataset_id: number; withdrawn_reason: string }[]>;
  listClaims(
    versionId: number,
  ): Promise<
    { source_id: number; member_id: number; evidence_hash: string; block: number; block_time: number; tx_hash: string }[]
  >;
  listOffers(
    filter: { datasetId?: number; open?: boolean },
    page: Page,
  ): Promise<
    {
      id: number;
      terms_id: number;
      seller_id: number;
      price: string;
      period: number;
      units: number;
      buyer_id: number;
      seats: number;
      closed: boolean;
      dataset_id: number;
      version_id: number;
      rights: number;
      royalty_bps: number;
      purposes: string;
      terms_hash: string;
    }[]
  >;
  listGrants(
    filter: { datasetId?: number; memberId?: number },
    page: Page,
  ): Promise<
    {
      id: number;
      member_id: number;
      terms_id: number;
      offer_id: number;
      version_id: number;
      starts_at: number;
      ends_at: number | null;
      units: number;
      used: number;
      frozen_until: number;
      dataset_id: number;
      pinned_version_id: number;
      rights: number;
      purposes: string;
    }[]
  >;
  findTotals(tableId: number): Promise<{
    sales_total: string;
    sales_done: string;
    royalties_total: string;
    royalties_done: string;
    given: string;
  }>;
  listTableIds(datasetId: number): Promise<number[]>;
  listPurchases(
    tableId: number,
    page: Page,
  ): Promise<
    (Located & { block_time: number; tx_hash: string; kind: string; grant_id: number; member_id: number; amount: string })[]
  >;
  listDueTables(): Promise<DueTable[]>;
  listDueMembers(now: number): Promise<DueMember[]>;
  readFeesDue(): Promise<FeesDue>;
  listHolds(): Promise<Hold[]>;
  /** The runner's gas per transaction, and least seconds between payments of fees. */
  payoutLimits(): { gasPerTransaction: number; feesSeconds: number };
  listPayoutRuns(page: { before?: number | undefined; limit: number }): Promise<PayoutRunRow[]>;
  findPayoutRun(id: number): Promise<PayoutRunRow | undefined>;
  findEffects(transactions: readonly { txHash: string; block: number }[]): Promise<Effects>;
}

/** A payout run with its transactions. */
export interface PayoutRunRow {
  id: number;
  started_at: number;
  finished_at: number | null;
  state: string;
  problem: string | null;
  problem_code: string | null;
  repeats: number;
  transactions: {
    act: string;
    ids: number[];
    nonce: number;
    tx_hash: string;
    state: string;
    block: number | null;
    gas_limit: number;
    gas_price: string;
    signed_at: number;
  }[];
}

/** Port: reads at one block. */
export type Snapshot = <T>(read: (reads: LedgerReads) => Promise<T>) => Promise<{ asOf: AsOf; value: T }>;
