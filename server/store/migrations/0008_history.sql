-- How things were as of any block. What never changes has its block already; what changes leaves a row here with each change, and none of them is
-- ever rewritten. Null: that change says nothing of it. The index is read from the chain anew, for rows of old events would be missing.

do $$ begin
  -- One that has not begun has nothing to lose, and to empty its tables would take longer than to make them.
  if exists (select from cursors) then
    truncate events, event_members, event_datasets, members, member_keys, datasets, ownerships, versions, payees, sources, terms, offers, grants,
      purchases, collections, distributions, distribution_lines, payouts, origin_answers, claims, refunds, table_totals, accounts, books, blocks, undo,
      cursors;
    insert into books default values;
  end if;
end $$;

create table member_changes (
  block bigint not null,
  log_index bigint not null,
  member_id bigint not null,
  status text,
  valid_until bigint,
  credential_hash text,
  payout_account text,
  payout_minimum numeric(78, 0),
  frozen_until bigint,
  primary key (block, log_index)
);
create index member_changes_by_member on member_changes (member_id, block, log_index);

create table key_changes (
  block bigint not null,
  log_index bigint not null,
  member_id bigint not null,
  -- null: every key that the member had
  address text,
  roles bigint,
  revoked boolean,
  primary key (block, log_index)
);
create index key_changes_by_member on key_changes (member_id, block, log_index);

-- Owners are in `ownerships`, versions in `versions`.
create table dataset_changes (
  block bigint not null,
  log_index bigint not null,
  dataset_id bigint not null,
  retired boolean,
  frozen_until bigint,
  primary key (block, log_index)
);
create index dataset_changes_by_dataset on dataset_changes (dataset_id, block, log_index);

create table withdrawals (
  block bigint not null,
  log_index bigint not null,
  version_id bigint not null,
  reason text not null,
  primary key (block, log_index)
);
create index withdrawals_by_version on withdrawals (version_id, block, log_index);

-- As a grant was issued: most are never changed, and need no row of their own for it.
alter table grants add column issued_ends_at bigint;
alter table grants add column issued_units bigint not null default 0;

create table grant_changes (
  block bigint not null,
  log_index bigint not null,
  grant_id bigint not null,
  -- 0: without end
  ends_at bigint,
  units bigint,
  used bigint,
  frozen_until bigint,
  primary key (block, log_index)
);
create index grant_changes_by_grant on grant_changes (grant_id, block, log_index);

create index ownerships_by_owner on ownerships (owner_id);

-- The latest version up to another is read from the index.
drop index versions_by_dataset;
create index versions_by_dataset on versions (dataset_id, id);

-- What a member was credited is summed up from the index alone.
drop index if exists distribution_lines_by_payee;
delete from postponed_indexes where name = 'distribution_lines_by_payee';
create index distribution_lines_by_payee on distribution_lines (kind, payee_id, block, log_index) include (amount);
