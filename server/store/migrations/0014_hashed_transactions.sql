-- Transactions are found by their hashes' hashes, an eighth as long.

-- What waits to be built is built in the new way.
update postponed_indexes set definition = 'create index events_by_tx on events (hashtextextended(tx_hash, 0))' where name = 'events_by_tx';

do $$ begin
  if to_regclass('events_by_tx') is not null then
    create index events_by_tx_hash on events (hashtextextended(tx_hash, 0));
    analyze events;
    -- The old one goes at the very end: from then on nobody reads events until the transaction is over.
    drop index events_by_tx;
    alter index events_by_tx_hash rename to events_by_tx;
  end if;
end $$;
