-- Types and contracts of events are few and long: to sort by their hashes takes half of the time.

drop index if exists events_by_type, events_by_contract;
delete from postponed_indexes where name in ('events_by_type', 'events_by_contract');
create index events_by_type on events (hashtextextended(type, 0), block);
create index events_by_contract on events (hashtextextended(contract, 0), block);
