-- Types and contracts of events are few and long: to sort by their hashes takes half of the time.

-- What waits to be built is built in the new way. Building may have been broken off, so one of the two may wait while the other one is there.
update postponed_indexes set definition = 'create index events_by_type on events (hashtextextended(type, 0), block)'
  where name = 'events_by_type';
update postponed_indexes set definition = 'create index events_by_contract on events (hashtextextended(contract, 0), block)'
  where name = 'events_by_contract';

do $$
declare
  present text[] := array(
    select named from unnest(array['type', 'contract']) named where to_regclass('events_by_' || named) is not null
  );
  named text;
begin
  foreach named in array present loop
    execute format('create index events_by_%1$s_hash on events (hashtextextended(%1$s, 0), block)', named);
  end loop;
  analyze events;
  -- The old ones go at the very end: from then on nobody reads events until the transaction is over.
  foreach named in array present loop
    execute format('drop index events_by_%s', named);
    execute format('alter index events_by_%1$s_hash rename to events_by_%1$s', named);
  end loop;
end $$;
