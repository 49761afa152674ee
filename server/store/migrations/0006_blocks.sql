-- Blocks have a table of their own: rows say their block by number, and its hash and time stand once. A place, block and log index, is the
-- key of a row; in the one chain that a store holds it means the same as block hash and log index, and rows come in its order. What a stretch
-- of blocks can take back stands in `undo`. The index is read from the chain anew.

-- Every block with events of ours, and every block with which a stretch of the index ended.
create table blocks (
  number bigint primary key,
  hash text not null unique,
  -- Unix seconds
  time bigint not null
);

-- How rows were before the last blocks changed them, until those are too old to be taken back.
create table undo (
  block bigint not null,
  table_name text not null,
  -- the row's key
  key jsonb not null,
  -- null: there was none
  row jsonb
);
create index undo_by_block on undo (block);

-- When the chain took back blocks that it had called final, and how far. Not derived from the chain.
create table rewinds (
  id bigint generated always as identity primary key,
  from_block bigint not null,
  from_hash text not null,
  to_block bigint not null,
  -- Unix seconds, by the service's clock
  at bigint not null
);

-- The oldest block that the index can go back to: since then, `undo` is whole.
alter table cursors add column floor bigint not null default -1;

-- Indexes that are built when the index has caught up, because then they cost less.
create table postponed_indexes (
  name text primary key,
  definition text not null
);

alter table events drop column block_hash, drop column block_time;
alter table ownerships drop column block_hash;
alter table purchases drop column block_hash;
alter table collections drop column block_hash;
alter table distributions drop column block_hash;
alter table distribution_lines drop column block_hash;
alter table payouts drop column block_hash;
alter table origin_answers drop column block_hash;
alter table claims drop column block_hash;
alter table refunds drop column block_hash;

drop index events_by_block, purchases_in_order, payouts_in_order, distributions_in_order;

do $$ begin
  -- One that has not begun has nothing to lose, and to empty its tables would take longer than to make them.
  if exists (select from cursors) then
    truncate events, event_members, event_datasets, members, member_keys, datasets, ownerships, versions, payees, sources, terms, offers, grants,
      purchases, collections, distributions, distribution_lines, payouts, origin_answers, claims, refunds, table_totals, accounts, books, cursors;
    insert into books default values;
  end if;
end $$;

alter table events add primary key (block, log_index);
alter table ownerships add primary key (block, log_index);
alter table purchases add primary key (block, log_index);
alter table collections add primary key (block, log_index);
alter table distributions add primary key (block, log_index);
alter table distribution_lines add primary key (block, log_index, position);
alter table payouts add primary key (block, log_index);
alter table origin_answers add primary key (block, log_index);
alter table claims add primary key (block, log_index);
alter table refunds add primary key (block, log_index);

-- What a block brought.
create index members_by_block on members (block);
create index member_keys_by_block on member_keys (block);
create index datasets_by_block on datasets (block);
create index versions_by_block on versions (block);
create index payees_by_block on payees (block);
create index sources_by_block on sources (block);
create index terms_by_block on terms (block);
create index offers_by_block on offers (block);
create index grants_by_block on grants (block);
create index event_members_by_block on event_members (block);
create index event_datasets_by_block on event_datasets (block);

-- Each event names a member or a dataset once; that is for the index to see to, so that these can be filled faster.
alter table event_members drop constraint event_members_pkey;
alter table event_datasets drop constraint event_datasets_pkey;
create index event_members_by_member on event_members (member_id, block, log_index);
create index event_datasets_by_dataset on event_datasets (dataset_id, block, log_index);
