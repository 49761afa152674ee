-- Units, single-buyer offers and seats; freezes, withdrawal and retirement; what originators and owners of sources say; refunds.

-- A void admission frees its register number.
alter table members drop constraint members_identifier_hash_key;
create unique index members_by_identifier on members (identifier_hash) where status <> 'voided';

alter table members add column frozen_until bigint not null default 0;

alter table datasets add column frozen_until bigint not null default 0;
alter table datasets add column retired boolean not null default false;

-- null unless withdrawn
alter table versions add column withdrawn_reason text;

alter table offers add column units bigint not null default 0;
alter table offers add column buyer_id bigint not null default 0;
alter table offers add column seats bigint not null default 0;

alter table grants add column units bigint not null default 0;
alter table grants add column used bigint not null default 0;
alter table grants add column frozen_until bigint not null default 0;

alter table purchases add column units bigint not null default 0;

-- What originators say of their part in a table; the latest counts.
create table origin_answers (
  block_hash text not null,
  log_index bigint not null,
  block bigint not null,
  block_time bigint not null,
  tx_hash text not null,
  table_id bigint not null,
  member_id bigint not null,
  -- confirmed, disclaimed
  answer text not null,
  primary key (block_hash, log_index)
);
create index origin_answers_by_table on origin_answers (table_id, member_id, block, log_index);

-- What owners of sources say was hidden.
create table claims (
  block_hash text not null,
  log_index bigint not null,
  block bigint not null,
  block_time bigint not null,
  tx_hash text not null,
  child_id bigint not null,
  source_id bigint not null,
  member_id bigint not null,
  evidence_hash text not null,
  primary key (block_hash, log_index)
);
create index claims_by_child on claims (child_id, block, log_index);

-- What sellers paid back for grants that they ended early.
create table refunds (
  block_hash text not null,
  log_index bigint not null,
  block bigint not null,
  block_time bigint not null,
  tx_hash text not null,
  grant_id bigint not null,
  member_id bigint not null,
  seller_id bigint not null,
  account text not null,
  amount numeric(78, 0) not null,
  primary key (block_hash, log_index)
);
create index refunds_by_grant on refunds (grant_id);
