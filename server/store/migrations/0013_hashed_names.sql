-- Types and contracts of events are few and long: to sort by their hashes takes half of the time.

-- What waits to be built is built in the new way.
update postponed_indexes set definition = 'create index events_by_type on events (hashtextextended(type, 0), block)'
  where name = 'events_by_type';
update postponed_indexes set definition = 'create index events_by_contract on events (hashtextextended(contract, 0), block)'
  where name = 'events_by_contract';

-- The old ones go at the very end: from then on nobody reads events until the transaction is over.
do $$ begin
  if to_regclass('events_by_type') is not null then
    create index events_by_type_hash on events (hashtextextended(type, 0), block);
    create index events_by_contract_hash on events (hashtextextended(contract, 0), block);
    analyze events;
    drop index events_by_type, events_by_contract;
    alter index events_by_type_hash rename to events_by_type;
    alter index events_by_contract_hash rename to events_by_contract;
  end if;
end $$;
