-- Secrets that all processes which serve this store share. Not derived from the chain.
create table service_secrets (
  name text primary key,
  -- hex
  secret text not null
);
