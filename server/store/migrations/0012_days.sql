-- Running totals by day, so that nobody adds up all that ever moved to show them. The index is read from the chain anew: they begin with it.

do $$ begin
  -- One that has not begun has nothing to lose, and to empty its tables would take longer than to make them.
  if exists (select from cursors) then
    truncate events, event_members, event_datasets, members, member_changes, member_keys, key_changes, datasets, dataset_changes, ownerships, versions,
      withdrawals, payees, sources, origin_answers, claims, terms, offers, grants, grant_changes, purchases, collections, refunds, distributions,
      distribution_lines, payouts, table_totals, accounts, books, blocks, undo, cursors;
    insert into books default values;
  end if;
end $$;

create table days (
  -- since 1970-01-01 (UTC)
  day bigint primary key,
  collected numeric(78, 0) not null default 0,
  fees numeric(78, 0) not null default 0,
  refunded numeric(78, 0) not null default 0,
  paid_out numeric(78, 0) not null default 0,
  -- how many purchases and renewals cost something
  sales numeric(78, 0) not null default 0
);
