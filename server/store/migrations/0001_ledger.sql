-- The index of one ledger on one chain. Amounts are settlement-token base units; times are Unix seconds; every row knows its block.

-- How far the index is. One row.
create table cursors (
  singleton boolean primary key default true check (singleton),
  chain_id bigint not null,
  genesis_hash text not null,
  block bigint not null,
  block_hash text not null,
  block_time bigint not null
);

-- The audit trail: every event of ours, append-only.
create table events (
  block_hash text not null,
  log_index bigint not null,
  block bigint not null,
  block_time bigint not null,
  tx_hash text not null,
  contract text not null,
  type text not null,
  args jsonb not null,
  primary key (block_hash, log_index)
);
create index events_by_block on events (block, log_index);
create index events_by_type on events (type, block, log_index);

create table members (
  id bigint primary key,
  legal_name text not null,
  scheme text not null,
  identifier text not null,
  identifier_hash text not null unique,
  credential_hash text not null,
  notary_id bigint not null,
  status text not null,
  admitted_at bigint not null,
  valid_until bigint not null,
  payout_account text not null,
  payout_minimum numeric(78, 0) not null,
  block bigint not null
);

create table member_keys (
  address text primary key,
  member_id bigint not null,
  roles bigint not null,
  revoked boolean not null,
  block bigint not null
);
create index member_keys_by_member on member_keys (member_id);

create table datasets (
  id bigint primary key,
  owner_id bigint not null,
  current_version_id bigint not null,
  block bigint not null
);
create index datasets_by_owner on datasets (owner_id);

create table versions (
  id bigint primary key,
  dataset_id bigint not null,
  table_id bigint not null,
  publisher_id bigint not null,
  content_root text not null,
  byte_size numeric(78, 0) not null,
  format bigint not null,
  metadata_hash text not null,
  metadata_uri text not null,
  published_at bigint not null,
  block bigint not null
);
create index versions_by_dataset on versions (dataset_id);
create index versions_by_root on versions (content_root);

create table payees (
  table_id bigint not null,
  position bigint not null,
  kind text not null,
  payee_id bigint not null,
  share_bps bigint not null,
  onward boolean not null,
  block bigint not null,
  primary key (table_id, position)
);
create index payees_by_payee on payees (kind, payee_id);

create table sources (
  version_id bigint not null,
  source_id bigint not null,
  grant_id bigint not null,
  block bigint not null,
  primary key (version_id, source_id)
);
create index sources_by_source on sources (source_id);

create table terms (
  id bigint primary key,
  dataset_id bigint not null,
  owner_id bigint not null,
  version_id bigint not null,
  rights bigint not null,
  royalty_bps bigint not null,
  purposes numeric(78, 0) not null,
  terms_hash text not null,
  block bigint not null
);

create table offers (
  id bigint primary key,
  terms_id bigint not null,
  seller_id bigint not null,
  price numeric(78, 0) not null,
  period bigint not null,
  closed boolean not null,
  block bigint not null
);
create index offers_by_terms on offers (terms_id);

create table grants (
  id bigint primary key,
  member_id bigint not null,
  terms_id bigint not null,
  offer_id bigint not null,
  version_id bigint not null,
  starts_at bigint not null,
  -- null without end
  ends_at bigint,
  block bigint not null
);
create index grants_by_member on grants (member_id);
create index grants_by_terms on grants (terms_id);

-- Purchases and renewals, free ones too.
create table purchases (
  block_hash text not null,
  log_index bigint not null,
  block bigint not null,
  block_time bigint not null,
  tx_hash text not null,
  kind text not null,
  grant_id bigint not null,
  member_id bigint not null,
  offer_id bigint not null,
  version_id bigint not null,
  table_id bigint not null,
  amount numeric(78, 0) not null,
  primary key (block_hash, log_index)
);
create index purchases_by_table on purchases (table_id, block, log_index);
create index purchases_by_grant on purchases (grant_id);

create table collections (
  block_hash text not null,
  log_index bigint not null,
  block bigint not null,
  block_time bigint not null,
  tx_hash text not null,
  table_id bigint not null,
  member_id bigint not null,
  grant_id bigint not null,
  amount numeric(78, 0) not null,
  fee numeric(78, 0) not null,
  primary key (block_hash, log_index)
);
create index collections_by_table on collections (table_id, block, log_index);

create table distributions (
  block_hash text not null,
  log_index bigint not null,
  block bigint not null,
  block_time bigint not null,
  tx_hash text not null,
  table_id bigint not null,
  sales_settled numeric(78, 0) not null,
  royalties_settled numeric(78, 0) not null,
  primary key (block_hash, log_index)
);
create index distributions_by_table on distributions (table_id, block, log_index);

-- What each payee got of a distribution.
create table distribution_lines (
  block_hash text not null,
  log_index bigint not null,
  block bigint not null,
  table_id bigint not null,
  position bigint not null,
  kind text not null,
  payee_id bigint not null,
  amount numeric(78, 0) not null,
  primary key (block_hash, log_index, position)
);
create index distribution_lines_by_payee on distribution_lines (kind, payee_id, block, log_index);

create table payouts (
  block_hash text not null,
  log_index bigint not null,
  block bigint not null,
  block_time bigint not null,
  tx_hash text not null,
  -- credit, fee
  kind text not null,
  member_id bigint not null,
  account text not null,
  amount numeric(78, 0) not null,
  failed boolean not null,
  primary key (block_hash, log_index)
);
create index payouts_by_member on payouts (member_id, block, log_index);

-- Running totals per payee table.
create table table_totals (
  table_id bigint primary key,
  sales_total numeric(78, 0) not null default 0,
  sales_done numeric(78, 0) not null default 0,
  royalties_total numeric(78, 0) not null default 0,
  royalties_done numeric(78, 0) not null default 0,
  -- what distributions gave to payees; done − given stays in the table, below one unit per payee and accumulator
  given numeric(78, 0) not null default 0
);
create index table_totals_due on table_totals (table_id) where sales_total <> sales_done or royalties_total <> royalties_done;

-- Running totals per member.
create table accounts (
  member_id bigint primary key,
  credited numeric(78, 0) not null default 0,
  paid numeric(78, 0) not null default 0
);

-- Running totals of the ledger. One row.
create table books (
  singleton boolean primary key default true check (singleton),
  collected numeric(78, 0) not null default 0,
  fees numeric(78, 0) not null default 0,
  fees_paid numeric(78, 0) not null default 0,
  paid_out numeric(78, 0) not null default 0,
  fee_bps bigint not null default 0,
  consortium_id bigint not null default 0
);
insert into books default values;
