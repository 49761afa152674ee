-- Webhooks of members. Not derived from the chain; times are Unix seconds.

create table webhooks (
  id bigint generated always as identity primary key,
  member_id bigint not null,
  url text not null,
  -- signs what is sent, so it is kept as it is
  secret text not null,
  -- which events: type, contract, memberId, datasetId, txHash
  filter jsonb not null,
  created_at bigint not null,
  -- all events up to this place were delivered: there is no queue beside the audit trail
  block bigint not null,
  log_index bigint not null,
  -- how often the place was set by hand; part of what names a message
  replays bigint not null default 0,
  -- active, paused
  state text not null,
  reason text,
  -- of the event that comes next: attempts that failed, since when, and when the next one is due
  failures bigint not null default 0,
  failing_since bigint,
  next_attempt_at bigint not null default 0
);
create index webhooks_by_member on webhooks (member_id, id);
create index webhooks_due on webhooks (next_attempt_at) where state = 'active';

-- One row a message, however often it was tried.
create table webhook_deliveries (
  id bigint generated always as identity primary key,
  webhook_id bigint not null,
  message_id text not null,
  block bigint not null,
  log_index bigint not null,
  event_type text not null,
  -- delivered, waiting, given up, left
  state text not null,
  attempts bigint not null,
  first_at bigint not null,
  last_at bigint not null,
  -- what the receiver answered last; null: nothing
  status bigint,
  problem text
);
create unique index webhook_deliveries_by_message on webhook_deliveries (webhook_id, message_id);
create index webhook_deliveries_by_webhook on webhook_deliveries (webhook_id, id);
create index webhook_deliveries_by_age on webhook_deliveries (last_at);
