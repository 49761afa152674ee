import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** A `numeric(78, 0)`: read as a decimal string, written as bigint or string. */
type Amount = ColumnType<string, bigint | string, bigint | string>;
/** A running total: starts at 0 by itself. */
type Total = ColumnType<string, bigint | string | undefined, bigint | string>;

/** The place of an event in the one chain of a store. */
interface Located {
  block: number;
  log_index: number;
}

interface Timed extends Located {
  block_time: number;
  tx_hash: string;
}

/** The tables, as the migrations make them. */
export interface Database {
  cursors: {
    singleton: Generated<boolean>;
    chain_id: number;
    genesis_hash: string;
    block: number;
    block_hash: string;
    block_time: number;
    floor: Generated<number>;
  };
  blocks: { number: number; hash: string; time: number };
  events: Located & { tx_hash: string; contract: string; type: string; args: JSONColumnType<Record<string, unknown>> };
  event_members: { member_id: number; block: number; log_index: number };
  event_datasets: { dataset_id: number; block: number; log_index: number };
  ownerships: Timed & { dataset_id: number; owner_id: number };
  members: {
    id: number;
    legal_name: string;
    scheme: string;
    identifier: string;
    identifier_hash: string;
    credential_hash: string;
    notary_id: number;
    status: 'active' | 'suspended' | 'voided';
    admitted_at: number;
    valid_until: number;
    payout_account: string;
    payout_minimum: Amount;
    frozen_until: Generated<number>;
    block: number;
  };
  member_changes: Located & {
    member_id: number;
    status: 'active' | 'suspended' | 'voided' | null;
    valid_until: number | null;
    credential_hash: string | null;
    payout_account: string | null;
    payout_minimum: Amount | null;
    frozen_until: number | null;
  };
  member_keys: { address: string; member_id: number; roles: number; revoked: boolean; block: number };
  key_changes: Located & { member_id: number; address: string | null; roles: number | null; revoked: boolean | null };
  datasets: {
    id: number;
    owner_id: number;
    current_version_id: number;
    frozen_until: Generated<number>;
    retired: Generated<boolean>;
    block: number;
  };
  dataset_changes: Located & { dataset_id: number; retired: boolean | null; frozen_until: number | null };
  versions: {
    id: number;
    dataset_id: number;
    table_id: number;
    publisher_id: number;
    content_root: string;
    byte_size: Amount;
    format: number;
    metadata_hash: string;
    metadata_uri: string;
    published_at: number;
    withdrawn_reason: string | null;
    title: string | null;
    titles: string | null;
    metadata: JSONColumnType<Record<string, unknown>> | null;
    block: number;
  };
  withdrawals: Located & { version_id: number; reason: string };
  payees: {
    table_id: number;
    position: number;
    kind: 'originator' | 'royalty';
    payee_id: number;
    share_bps: number;
    onward: boolean;
    block: number;
  };
  sources: { version_id: number; source_id: number; grant_id: number; block: number };
  terms: {
    id: number;
    dataset_id: number;
    owner_id: number;
    version_id: number;
    rights: number;
    royalty_bps: number;
    purposes: Amount;
    terms_hash: string;
    block: number;
  };
  offers: {
    id: number;
    terms_id: number;
    seller_id: number;
    price: Amount;
    period: number;
    units: number;
    buyer_id: number;
    seats: number;
    closed: boolean;
    block: number;
  };
  grants: {
    id: number;
    member_id: number;
    terms_id: number;
    offer_id: number;
    version_id: number;
    starts_at: number;
    ends_at: number | null;
    units: number;
    used: Generated<number>;
    frozen_until: Generated<number>;
    issued_ends_at: number | null;
    issued_units: Generated<number>;
    block: number;
  };
  grant_changes: Located & {
    grant_id: number;
    ends_at: number | null;
    units: number | null;
    used: number | null;
    frozen_until: number | null;
  };
  purchases: Timed & {
    kind: 'purchase' | 'renewal';
    grant_id: number;
    member_id: number;
    offer_id: number;
    version_id: number;
    table_id: number;
    amount: Amount;
    units: number;
  };
  collections: Timed & { table_id: number; member_id: number; grant_id: number; amount: Amount; fee: Amount };
  distributions: Timed & {
    table_id: number;
    sales_settled: Amount;
    royalties_settled: Amount;
  };
  distribution_lines: Located & {
    table_id: number;
    position: number;
    kind: 'originator' | 'royalty';
    payee_id: number;
    amount: Amount;
  };
  payouts: Timed & { kind: 'credit' | 'fee'; member_id: number; account: string; amount: Amount; failed: boolean };
  origin_answers: Timed & { table_id: number; member_id: number; answer: 'confirmed' | 'disclaimed' };
  claims: Timed & { child_id: number; source_id: number; member_id: number; evidence_hash: string };
  refunds: Timed & { grant_id: number; member_id: number; seller_id: number; account: string; amount: Amount };
  table_totals: {
    table_id: number;
    sales_total: Total;
    sales_done: Total;
    royalties_total: Total;
    royalties_done: Total;
    given: Total;
  };
  accounts: { member_id: number; credited: Total; paid: Total };
  books: {
    singleton: Generated<boolean>;
    collected: Total;
    fees: Total;
    fees_paid: Total;
    paid_out: Total;
    fee_bps: Generated<number>;
    consortium_id: Generated<number>;
    datasets: Total;
    versions: Total;
    derivations: Total;
    offers: Total;
    purchases: Total;
    payouts: Total;
  };
  days: { day: number; collected: Total; fees: Total; refunded: Total; paid_out: Total; sales: Total };
  undo: { block: number; table_name: string; key: unknown; row: unknown };
  rewinds: { id: Generated<number>; from_block: number; from_hash: string; to_block: number; at: number };
  postponed_indexes: { name: string; definition: string };
  service_secrets: { name: string; secret: string };
  used_nonces: { nonce: string; until: number };
  payout_runs: {
    id: Generated<number>;
    started_at: number;
    finished_at: number | null;
    state: 'running' | 'done' | 'failed';
    problem: string | null;
    problem_code: string | null;
    repeats: Generated<number>;
  };
  payout_transactions: {
    id: Generated<number>;
    run_id: number;
    act: 'distribute' | 'payOut' | 'payFees';
    ids: JSONColumnType<number[]>;
    nonce: number;
    raw: string;
    tx_hash: string;
    state: 'open' | 'confirmed' | 'reverted' | 'superseded';
    block: number | null;
    sender: string;
    gas_limit: number;
    gas_price: Amount;
    priority_price: ColumnType<string | null, bigint | string | null, never>;
    signed_at: number;
  };
  payout_holds: {
    kind: 'member' | 'table' | 'fees';
    id: number;
    reason: string;
    account: string;
    failures: number;
    since: number;
    until: number;
    block: number;
  };
  webhooks: {
    id: Generated<number>;
    member_id: number;
    url: string;
    secret: string;
    filter: JSONColumnType<Record<string, string | number>>;
    created_at: number;
    block: number;
    log_index: number;
    replays: Generated<number>;
    state: 'active' | 'paused';
    reason: string | null;
    failures: Generated<number>;
    failing_since: number | null;
    next_attempt_at: Generated<number>;
  };
  webhook_deliveries: {
    id: Generated<number>;
    webhook_id: number;
    message_id: string;
    block: number;
    log_index: number;
    event_type: string;
    state: 'delivered' | 'waiting' | 'given up' | 'left';
    attempts: number;
    first_at: number;
    last_at: number;
    status: number | null;
    problem: string | null;
  };
}
