-- What the index writes with every event, made to cost less.

-- Arguments stay the text that they came as: taken apart, each row cost twice as much to write, and they are read as a whole.
alter table events alter column args type json using args::text::json;

-- What a block brought is looked up when blocks are taken back or checked. Rows lie in the order of their blocks, so a summary of each stretch of pages finds them.
drop index if exists event_members_by_block, event_datasets_by_block, grants_by_block;
delete from postponed_indexes where name in ('event_members_by_block', 'event_datasets_by_block', 'grants_by_block');
create index event_members_by_block on event_members using brin (block) with (pages_per_range = 16, autosummarize = on);
create index event_datasets_by_block on event_datasets using brin (block) with (pages_per_range = 16, autosummarize = on);
create index grants_by_block on grants using brin (block) with (pages_per_range = 16, autosummarize = on);

-- Blocks have many events of a type or contract, transactions several: without the log's number, a key that repeats is kept once, and the index is a third
-- as large. Within a block, events are sorted when they are read.
drop index if exists events_by_type, events_by_contract, events_by_tx;
delete from postponed_indexes where name in ('events_by_type', 'events_by_contract', 'events_by_tx');
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
