import type { AsOf } from '../../sdk/api/client.js';
import type { AnswerOf } from '../../sdk/api/endpoints.js';
import type { MoneyReads } from './money-reads.js';
import type { IdPage, Place, PlacePage, Timed } from './page.js';

// Ports: what the views read, by noun. Amounts are decimal strings in base units, times Unix seconds.

/** A member. */
export interface MemberRow {
  id: number;
  legal_name: string;
  scheme: string;
  identifier: string;
  credential_hash: string;
  notary_id: number;
  status: 'active' | 'suspended' | 'voided';
  admitted_at: number;
  valid_until: number;
  payout_account: string;
  payout_minimum: string;
  frozen_until: number;
}

/** Port: members and their money. */
export interface MemberReads {
  findMember(id: number): Promise<
    | (MemberRow & {
        keys: { address: string; roles: number; revoked: boolean }[];
        account: { credited: string; paid: string };
      })
    | undefined
  >;
  listMembers(
    filter: { status?: MemberRow['status'] | undefined; ids?: readonly number[] | undefined },
    page: IdPage,
  ): Promise<MemberRow[]>;
  findReader(address: string): Promise<{ status: string; validUntil: number } | 'revoked' | 'consortium' | undefined>;
  findKey(address: string): Promise<{ memberId: number; revoked: boolean; status: string; validUntil: number } | undefined>;
  /** Of these members, and perhaps of others. */
  legalNames(ids: Iterable<number>): Promise<ReadonlyMap<number, string>>;
  listAccounts(page: IdPage): Promise<{ id: number; legal_name: string; credited: string; paid: string }[]>;
  listCredits(memberId: number, page: PlacePage): Promise<CreditRow[]>;
}

/** A distribution as it credited one member. */
export interface CreditRow extends Timed {
  table_id: number;
  dataset_id: number;
  amount: string;
}

/** A version. */
export interface VersionRow {
  id: number;
  dataset_id: number;
  table_id: number;
  publisher_id: number;
  content_root: string;
  byte_size: string;
  format: number;
  metadata_hash: string;
  published_at: number;
  withdrawn_reason: string | null;
  title: string | null;
  /** As the metadata have it: a text, or texts by language. */
  titles: string | Record<string, string> | null;
}

/** A version with what its publisher says of it. */
export interface VersionDetail extends VersionRow {
  metadata_uri: string;
  metadata: Record<string, unknown> | null;
  claims: number;
}

interface DatasetRow {
  id: number;
  owner_id: number;
  current_version_id: number;
  retired: boolean;
  frozen_until: number;
}

/** The current version of a dataset, with what the dataset has beside. */
export interface DatasetDetail extends Omit<VersionDetail, 'metadata_uri'>, Omit<DatasetRow, 'id'> {
  versions: number;
}

/** A line of a payee table. */
export interface PayeeRow {
  kind: 'originator' | 'royalty';
  payee_id: number;
  share_bps: number;
  onward: boolean;
  /** Of a royalty. */
  dataset_id: number | null;
  owner_id: number | null;
  answer: 'confirmed' | 'disclaimed' | null;
}

/** A table's running totals. */
export interface TableRow {
  table_id: number;
  sales_total: string;
  sales_done: string;
  royalties_total: string;
  royalties_done: string;
  given: string;
}

/** Port: datasets, versions, payees and where they come from. */
export interface DatasetReads {
  findDataset(id: number): Promise<DatasetRow | undefined>;
  listDatasets(
    filter: { ownerId?: number | undefined; ids?: readonly number[] | undefined },
    page: IdPage,
  ): Promise<(DatasetRow & Pick<VersionRow, 'content_root' | 'byte_size' | 'title' | 'titles' | 'published_at'>)[]>;
  listOwners(datasetId: number, page: PlacePage): Promise<(Timed & { owner_id: number })[]>;
  findVersion(id: number): Promise<VersionDetail | undefined>;
  findCurrentVersion(datasetId: number): Promise<DatasetDetail | undefined>;
  listVersions(datasetId: number | undefined, page: IdPage): Promise<VersionRow[]>;
  listPayees(tableId: number): Promise<PayeeRow[]>;
  listClaims(
    versionId: number,
    page: PlacePage,
  ): Promise<(Timed & { source_id: number; member_id: number; evidence_hash: string })[]>;
  listWithdrawnAncestors(versionId: number): Promise<{ id: number; dataset_id: number; withdrawn_reason: string }[]>;
  listLineage(
    versionId: number,
    direction: 'sources' | 'derivatives',
    depth: number,
    page: { after?: { depth: number; versionId: number; sourceId: number } | undefined; limit: number; whole: boolean },
  ): Promise<{ version_id: number; source_id: number; grant_id: number; depth: number }[]>;
  versionOwners(ids: Iterable<number>): Promise<
    (Pick<VersionRow, 'id' | 'dataset_id' | 'title' | 'titles' | 'withdrawn_reason'> & {
      owner_id: number;
    })[]
  >;
  listTables(datasetId: number, page: IdPage): Promise<TableRow[]>;
}

/** Terms. */
export interface TermsRow {
  id: number;
  dataset_id: number;
  owner_id: number;
  version_id: number;
  rights: number;
  royalty_bps: number;
  purposes: string;
  terms_hash: string;
}

/** An offer with its terms. */
export interface OfferRow {
  id: number;
  terms_id: number;
  seller_id: number;
  price: string;
  period: number;
  units: number;
  buyer_id: number;
  seats: number;
  taken: number;
  closed: boolean;
  dataset_id: number;
  version_id: number;
  rights: number;
  royalty_bps: number;
  purposes: string;
  terms_hash: string;
}

/** A grant with the dataset and rights of its terms. */
export interface GrantRow {
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
}

/** Which offers; all conditions hold at once. */
export interface OfferFilter {
  datasetId?: number | undefined;
  sellerId?: number | undefined;
  open?: boolean | undefined;
}

/** Which grants; all conditions hold at once. */
export interface GrantFilter {
  datasetId?: number | undefined;
  memberId?: number | undefined;
  offerId?: number | undefined;
}

/** Which purchases; all conditions hold at once. */
export interface PurchaseFilter {
  datasetId?: number | undefined;
  tableId?: number | undefined;
  memberId?: number | undefined;
  grantId?: number | undefined;
  offerId?: number | undefined;
  /** Of one table between two places, both exclusive. */
  stretch?: { tableId: number; from: Place; to: Place } | undefined;
}

/** Which refunds; all conditions hold at once. */
export interface RefundFilter {
  grantId?: number | undefined;
  memberId?: number | undefined;
  sellerId?: number | undefined;
}

/** Port: what is offered, bought and paid back. */
export interface AccessReads {
  findTerms(id: number): Promise<TermsRow | undefined>;
  findOffer(id: number): Promise<OfferRow | undefined>;
  findGrant(id: number): Promise<GrantRow | undefined>;
  listTerms(filter: { datasetId?: number | undefined }, page: IdPage): Promise<TermsRow[]>;
  listOffers(filter: OfferFilter, page: IdPage): Promise<OfferRow[]>;
  listGrants(filter: GrantFilter, page: IdPage): Promise<GrantRow[]>;
  listPurchases(
    filter: PurchaseFilter,
    page: PlacePage,
  ): Promise<
    (Timed & {
      kind: 'purchase' | 'renewal';
      grant_id: number;
      member_id: number;
      offer_id: number;
      version_id: number;
      table_id: number;
      dataset_id: number;
      amount: string;
      fee: string;
      units: number;
    })[]
  >;
  listRefunds(
    filter: RefundFilter,
    page: PlacePage,
  ): Promise<(Timed & { grant_id: number; member_id: number; seller_id: number; account: string; amount: string })[]>;
}

/** Which events; all conditions hold at once. */
export interface EventFilter {
  type?: string | undefined;
  contract?: string | undefined;
  memberId?: number | undefined;
  datasetId?: number | undefined;
  txHash?: string | undefined;
  fromBlock?: number | undefined;
  toBlock?: number | undefined;
}

/** An event as the audit trail has it. */
export interface EventRow extends Timed {
  block_hash: string;
  contract: string;
  type: string;
  args: Record<string, unknown>;
}

/** What a search met. */
export interface Hit {
  kind: 'member' | 'dataset' | 'version' | 'offer' | 'grant' | 'terms' | 'contract' | 'transaction' | 'block';
  id: number | string;
  label: string;
  matched: string;
}

/** Port: the audit trail, and what a word stands for. */
export interface TrailReads {
  listEvents(filter: EventFilter, page: PlacePage): Promise<EventRow[]>;
  listRewinds(after: number): Promise<{ id: number; from_block: number; to_block: number }[]>;
  searchById(id: number): Promise<Hit[]>;
  searchByAddress(address: string): Promise<Hit[]>;
  searchByHash(hash: string): Promise<Hit[]>;
  searchByText(text: string, limit: number): Promise<Hit[]>;
}

/** Port: how much of everything there is. */
interface OverviewReads {
  countAll(at: number): Promise<AnswerOf<'overview'>>;
}

/** What of the ports reads the past as well as the present. */
export type TimelessReads = Pick<MemberReads, 'findMember' | 'listMembers' | 'legalNames' | 'listAccounts' | 'listCredits'> &
  Pick<
    DatasetReads,
    | 'findDataset'
    | 'listDatasets'
    | 'listOwners'
    | 'findVersion'
    | 'findCurrentVersion'
    | 'listVersions'
    | 'listPayees'
    | 'listWithdrawnAncestors'
  > &
  Pick<AccessReads, 'findGrant' | 'listGrants'>;

/** Port: the ledger as it was. */
interface PastReads {
  /**
   * Reads as of the end of a block, and what answers say of it.
   *
   * @throws `AS_OF_AHEAD` when the index is not there yet.
   */
  asOf(block: number): Promise<{ reads: TimelessReads; asOf: AsOf }>;
}

/** All ports of the views, bound to rows of one block. */
export type LedgerReads = MemberReads & DatasetReads & AccessReads & MoneyReads & TrailReads & OverviewReads & PastReads;

/**
 * Port: reads at one block. Short reads may share their transaction, and then their questions, with others that come at the same time; they are
 * to ask about single rows only, for the others wait for the longest.
 */
export type Snapshot = <T>(
  read: (reads: LedgerReads, asOf: AsOf) => Promise<T>,
  company?: 'alone' | 'shared',
) => Promise<{ asOf: AsOf; value: T }>;

/** Port: reads that take as long as whoever asked takes. */
export interface LongReads {
  /** Whether all that one of them reads is true for one block; otherwise each page is for its own. */
  atOneBlock: boolean;
  /**
   * Reads page by page.
   *
   * @throws `EXPORTS_BUSY` when as many are under way as there is room for.
   */
  run(read: (snapshot: Snapshot) => Promise<void>): Promise<void>;
}
