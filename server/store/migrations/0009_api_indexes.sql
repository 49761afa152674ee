-- What lists are read by at a million datasets. Each takes the place of one that was there, with the order of the pages in it, so that a page is read from
-- where it begins and nothing is sorted; no table has more of them to keep up than before.

drop index datasets_by_owner, sources_by_source, offers_by_seller, offers_by_terms, terms_by_dataset;
create index datasets_by_owner on datasets (owner_id, id);
create index sources_by_source on sources (source_id, version_id) include (grant_id);
create index offers_by_seller on offers (seller_id, id);
create index offers_by_terms on offers (terms_id, id);
create index terms_by_dataset on terms (dataset_id, id);

-- These are put off while much is read; one that is put off now is built as it was written down.
drop index if exists grants_by_member, grants_by_terms, grants_by_offer;
delete from postponed_indexes where name in ('grants_by_member', 'grants_by_terms', 'grants_by_offer');
create index grants_by_member on grants (member_id, id);
create index grants_by_terms on grants (terms_id, id);
create index grants_by_offer on grants (offer_id, id);

-- Titles by any part of them: by trigrams where the database has them and lets us, else by reading all, with the same answers.
do $$
declare
  place text;
begin
  if exists (select 1 from pg_available_extensions where name = 'pg_trgm') then
    begin
      -- Not in this schema: the extension is not to go with it.
      create extension if not exists pg_trgm with schema public;
    exception when insufficient_privilege or invalid_schema_name then
      return;
    end;
    select nspname into place from pg_extension join pg_namespace on pg_namespace.oid = extnamespace where extname = 'pg_trgm';
    execute format('create index versions_by_titles on versions using gin (titles %I.gin_trgm_ops)', place);
  end if;
end $$;
