-- Transactions are found by their hashes' hashes, an eighth as long. And whom events name is only written in the order of blocks, so that a page knows
-- the blocks that it holds: PostgreSQL keeps up what each part of the table spans, not an entry for every row.

-- What waits to be built is built in the new way. Building may have been broken off, so some may wait while others are there.
create temporary table lighter on commit drop as
  select name, 'create index %s on ' || kind as definition from (values
    ('events_by_tx', 'events (hashtextextended(tx_hash, 0))'),
    ('event_members_by_block', 'event_members using brin (block) with (autosummarize)'),
    ('event_datasets_by_block', 'event_datasets using brin (block) with (autosummarize)')
  ) lighter (name, kind);
update postponed_indexes set definition = format(lighter.definition, lighter.name) from lighter where lighter.name = postponed_indexes.name;

do $$
declare
  one lighter;
  present lighter[] := array(select lighter from lighter where to_regclass(name) is not null);
begin
  foreach one in array present loop
    execute format(one.definition, one.name || '_new');
  end loop;
  analyze events;
  -- The old ones go at the very end: from then on nobody reads these tables until the transaction is over.
  foreach one in array present loop
    execute format('drop index %s', one.name);
    execute format('alter index %1$s_new rename to %1$s', one.name);
  end loop;
end $$;
