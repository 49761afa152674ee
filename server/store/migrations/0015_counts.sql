-- How much there is of each kind, kept up with each block, so that nobody counts all of it to show it.

-- Nobody writes meanwhile, and everybody reads.
lock table cursors in share mode;

create temporary table counted on commit drop as select
  (select count(*) from datasets) as datasets,
  (select count(*) from versions) as versions,
  (select count(*) from sources) as derivations,
  (select count(*) from offers where not closed) as offers,
  (select count(*) from purchases) as purchases,
  (select count(*) from payouts where kind = 'credit' and not failed) as payouts;

-- Blocks that may be taken back take the counts with them, also those in which no money moved.
insert into undo (block, table_name, key, row)
  select number, 'books', to_jsonb(true), coalesce(
    (select later.row from undo later where later.table_name = 'books' and later.block > number order by later.block limit 1),
    (select to_jsonb(books) from books))
  from blocks
  where number > (select floor from cursors)
    and not exists (select from undo own where own.table_name = 'books' and own.block = number);

update undo set row = row || jsonb_build_object(
  'datasets', counted.datasets - (select count(*) from datasets where block >= undo.block),
  'versions', counted.versions - (select count(*) from versions where block >= undo.block),
  'derivations', counted.derivations - (select count(*) from sources where block >= undo.block),
  'offers', counted.offers - (select count(*) from offers where block >= undo.block)
    + (select count(*) from events where type = 'OfferClosed' and block >= undo.block),
  'purchases', counted.purchases - (select count(*) from purchases where block >= undo.block),
  'payouts', counted.payouts - (select count(*) from payouts where kind = 'credit' and not failed and block >= undo.block))
  from counted where table_name = 'books' and undo.block > (select floor from cursors);

alter table books
  add column datasets numeric(78, 0) not null default 0,
  add column versions numeric(78, 0) not null default 0,
  add column derivations numeric(78, 0) not null default 0,
  -- that are open
  add column offers numeric(78, 0) not null default 0,
  -- and renewals
  add column purchases numeric(78, 0) not null default 0,
  -- of credit that went through
  add column payouts numeric(78, 0) not null default 0;

update books set datasets = counted.datasets, versions = counted.versions, derivations = counted.derivations, offers = counted.offers,
  purchases = counted.purchases, payouts = counted.payouts from counted;
