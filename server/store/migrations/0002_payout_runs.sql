-- What the payout runner did. Not derived from the chain: the chain says what became of it.

create table payout_runs (
  id bigint generated always as identity primary key,
  started_at bigint not null,
  finished_at bigint,
  -- running, done, failed
  state text not null,
  problem text
);

-- The outbox: signed before it is sent, so that it can be sent again after a crash.
create table payout_transactions (
  id bigint generated always as identity primary key,
  run_id bigint not null,
  -- distribute, payOut
  act text not null,
  ids jsonb not null,
  nonce bigint not null,
  raw text not null,
  tx_hash text not null unique,
  -- open, confirmed, reverted, superseded
  state text not null,
  block bigint
);
create index payout_transactions_open on payout_transactions (id) where state = 'open';
