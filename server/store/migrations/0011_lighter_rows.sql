-- What the index writes with every event, made to cost less. The index is read from the chain anew, so that all rows look the same.

do $$ begin
  -- One that has not begun has nothing to lose, and to empty its tables would take longer than to make them.
  if exists (select from cursors) then
    truncate events, event_members, event_datasets, members, member_changes, member_keys, key_changes, datasets, dataset_changes, ownerships, versions,
      withdrawals, payees, sources, origin_answers, claims, terms, offers, grants, grant_changes, purchases, collections, refunds, distributions,
      distribution_lines, payouts, table_totals, accounts, books, blocks, undo, cursors;
    insert into books default values;
  end if;
end $$;

-- Blocks have many events of a type or contract, transactions several: without the log's number, a key that repeats is kept once, and the index is a third
-- as large. Within a block, events are sorted when they are read.
drop index if exists events_by_type, events_by_contract, events_by_tx;
delete from postponed_indexes where name in ('events_by_type', 'events_by_contract', 'events_by_tx');

-- Arguments stay the text that they came as: taken apart, each row cost twice as much to write, and they are read as a whole.
alter table events alter column args type json using args::text::json;

create index events_by_type on events (type, block);
create index events_by_contract on events (contract, block);
create index events_by_tx on events (tx_hash);

-- Ends a statement, and with it the transaction, unless there are so many rows: what is sent together can't be looked at in between.
create function require_rows(actual bigint, wanted bigint, state text, what text) returns void language plpgsql as $$
begin
  if actual <> wanted then
    raise exception '% rows of % instead of %', actual, what, wanted using errcode = state;
  end if;
end $$;
