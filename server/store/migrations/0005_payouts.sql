-- Lanes, replacements, and what is held back. Amounts are settlement-token base units, prices wei per gas; times are Unix seconds.

alter table payout_runs add column problem_code text;
-- how often the same failure came again without a transaction; finished_at is then the last time
alter table payout_runs add column repeats bigint not null default 0;

-- Several rows may share a nonce: a transaction and what replaced it. At most one of them is mined.
-- act: distribute, payOut, payFees
alter table payout_transactions add column sender text not null default '';
alter table payout_transactions add column gas_limit bigint not null default 5000000;
alter table payout_transactions add column gas_price numeric(78, 0) not null default 0;
-- null: priced the old way, by gas_price alone; else gas_price is the most per gas in all
alter table payout_transactions add column priority_price numeric(78, 0);
alter table payout_transactions add column signed_at bigint not null default 0;
create index payout_transactions_by_nonce on payout_transactions (sender, nonce);
create index payout_transactions_by_run on payout_transactions (run_id, id);

-- What is not tried before its time, because it failed. One that has succeeded since, in a later block, counts no more;
-- nor does one whose account is not the member's any more.
create table payout_holds (
  -- member, table, fees
  kind text not null,
  id bigint not null,
  reason text not null,
  -- the payout account that was refused; empty for tables
  account text not null,
  failures bigint not null,
  since bigint not null,
  until bigint not null,
  block bigint not null,
  primary key (kind, id)
);
