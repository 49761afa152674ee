import type { IdPage, Located, Place, PlacePage, Timed } from './page.js';
import type { DueMember, DueTable } from './payout-plan.js';
import type { Effects, FeesDue, Hold } from './payout-ports.js';

// Ports: what the views of money read. Amounts are decimal strings in base units, times Unix seconds.

/** A transfer to a member, made or refused. */
export interface PayoutRow extends Timed {
  kind: 'credit' | 'fee';
  member_id: number;
  account: string;
  amount: string;
  failed: boolean;
}

/** A distribution of a table, with what every payee got. */
export interface DistributionRow extends Timed {
  table_id: number;
  dataset_id: number;
  sales: string;
  royalties: string;
  sales_settled: string;
  royalties_settled: string;
  lines: { kind: 'originator' | 'royalty'; payee_id: number; amount: string }[];
}

/** Which payouts; all conditions hold at once. */
export interface PayoutFilter {
  memberId?: number | undefined;
  failed?: boolean | undefined;
  kind?: 'credit' | 'fee' | undefined;
}

/** What a distribution gave to one payee. */
interface LineRow extends Located {
  table_id: number;
  dataset_id: number;
  amount: string;
}

/** Port: where the money is and where it went. */
export interface MoneyReads {
  readBooks(): Promise<{
    collected: bigint;
    fees: bigint;
    tracked: bigint;
    paidOut: bigint;
    feeBps: number;
    inTables: bigint;
    credit: bigint;
  }>;
  listPayouts(filter: PayoutFilter, page: PlacePage): Promise<PayoutRow[]>;
  /** @param place - As `byPlace` writes it. */
  findPayout(place: string): Promise<PayoutRow | undefined>;
  /** The distributions that credited a member between its payout before and this one, oldest first. */
  listPayoutLines(place: string): Promise<LineRow[]>;
  listDistributions(
    filter: { tableId?: number | undefined; datasetId?: number | undefined; place?: Place },
    page: PlacePage,
  ): Promise<DistributionRow[]>;
  findDistributionBefore(tableId: number, place: Place): Promise<Located | undefined>;
  listReceived(tableId: number, between: { from: Place; to: Place }): Promise<LineRow[]>;
  listDays(
    page: IdPage,
  ): Promise<{ id: number; collected: string; fees: string; refunded: string; paid_out: string; sales: number }[]>;
  listDueTables(): Promise<DueTable[]>;
  listDueMembers(now: number): Promise<DueMember[]>;
  readFeesDue(): Promise<FeesDue>;
  listHolds(): Promise<Hold[]>;
  /** The runner's gas per transaction, and least seconds between payments of fees. */
  payoutLimits(): { gasPerTransaction: number; feesSeconds: number };
  listPayoutRuns(page: IdPage): Promise<PayoutRunRow[]>;
  findPayoutRun(id: number): Promise<PayoutRunRow | undefined>;
  findEffects(transactions: readonly { txHash: string; block: number }[]): Promise<Effects>;
}

/** A payout run with its transactions. */
export interface PayoutRunRow {
  id: number;
  started_at: number;
  finished_at: number | null;
  state: 'running' | 'done' | 'failed';
  problem: string | null;
  problem_code: string | null;
  repeats: number;
  transactions: {
    act: 'distribute' | 'payOut' | 'payFees';
    ids: number[];
    nonce: number;
    tx_hash: string;
    state: 'open' | 'confirmed' | 'reverted' | 'superseded';
    block: number | null;
    gas_limit: number;
    gas_price: string;
    signed_at: number;
  }[];
}
