-- What the API asks for: events by member and dataset, who owned what, and indexes. The index is read from the chain anew, for rows of old
-- events would be missing.

-- Events that name a member.
create table event_members (
  member_id bigint not null,
  block bigint not null,
  log_index bigint not null,
  primary key (member_id, block, log_index)
);

-- Events about a dataset, its versions, terms, offers or grants.
create table event_datasets (
  dataset_id bigint not null,
  block bigint not null,
  log_index bigint not null,
  primary key (dataset_id, block, log_index)
);

-- Who came to own a dataset, and when.
create table ownerships (
  block_hash text not null,
  log_index bigint not null,
  block bigint not null,
  block_time bigint not null,
  tx_hash text not null,
  dataset_id bigint not null,
  owner_id bigint not null,
  primary key (block_hash, log_index)
);
create index ownerships_by_dataset on ownerships (dataset_id, block, log_index);

-- Nonces of sign-ins, until they could not be used again anyway. Not derived from the chain.
create table used_nonces (
  nonce text primary key,
  until bigint not null
);

create index events_by_tx on events (tx_hash, block, log_index);
create index events_by_contract on events (contract, block, log_index);

-- What the publisher says of a version, when the chain holds it and it is what its hash says: the title to show, all titles to search, the whole.
alter table versions add column title text;
alter table versions add column titles text;
alter table versions add column metadata jsonb;

create index versions_by_metadata on versions (metadata_hash);
create index terms_by_dataset on terms (dataset_id);
create index terms_by_hash on terms (terms_hash);
create index offers_by_seller on offers (seller_id);
create index grants_by_offer on grants (offer_id);
create index purchases_by_member on purchases (member_id, block, log_index);
create index purchases_by_offer on purchases (offer_id, block, log_index);
create index purchases_in_order on purchases (block, log_index);
create index collections_by_grant on collections (grant_id, block, log_index);
create index refunds_by_member on refunds (member_id, block, log_index);
create index payouts_in_order on payouts (block, log_index);
create index distributions_in_order on distributions (block, log_index);

do $$ begin
  -- One that has not begun has nothing to lose, and to empty its tables would take longer than to make them.
  if exists (select from cursors) then
    truncate events, members, member_keys, datasets, versions, payees, sources, terms, offers, grants, purchases, collections,
      distributions, distribution_lines, payouts, origin_answers, claims, refunds, table_totals, accounts, books, cursors;
    insert into books default values;
  end if;
end $$;
