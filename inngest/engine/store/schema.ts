/**
 * The engine's own tables. Applied at every start, under an advisory lock, so each statement must
 * be safe to repeat. Payloads are `text`: jsonb reorders keys and refuses \u0000.
 */
export const SCHEMA_SQL = `
create schema if not exists engine;

create table if not exists engine.instance (
  id text primary key,
  heartbeat_at timestamptz not null default now()
);

create table if not exists engine.function (
  id text primary key,
  config text not null,
  max_attempts int not null,
  limit1 int,
  limit2 int,
  active boolean not null default true,
  first_seen_at timestamptz not null default now()
);

-- waiting says why an event has not been given to every function that may want it:
-- 'registration' (no functions known yet), 'unknown' (no function listens), 'refused'.
create table if not exists engine.event (
  id text primary key,
  name text not null,
  body text not null,
  waiting text,
  received_at timestamptz not null default now()
);
create index if not exists event_waiting on engine.event (received_at) where waiting is not null;
create index if not exists event_received on engine.event (received_at);

create table if not exists engine.run (
  id text primary key,
  function_id text not null,
  event_id text not null references engine.event (id),
  key1 text not null default '',
  key2 text not null default '',
  status text not null default 'running',
  force_plan boolean not null default false,
  output text,
  error text,
  created_at timestamptz not null default now(),
  finished_at timestamptz,
  unique (function_id, event_id)
);
create index if not exists run_event on engine.run (event_id);
create index if not exists run_finished on engine.run (finished_at) where finished_at is not null;

create table if not exists engine.step (
  run_id text not null references engine.run (id) on delete cascade,
  step_id text not null,
  seq bigserial,
  payload text not null,
  primary key (run_id, step_id)
);

-- The queue. owner is the instance that holds the lease; key1 and key2 are the values the
-- function's concurrency limits count by, '' where none applies.
create table if not exists engine.item (
  id bigserial primary key,
  run_id text not null references engine.run (id) on delete cascade,
  function_id text not null,
  key1 text not null default '',
  key2 text not null default '',
  step_id text not null,
  kind text not null default 'call',
  attempt int not null default 0,
  tries int not null default 0,
  run_at timestamptz not null default now(),
  owner text,
  claims int not null default 0,
  rerun boolean not null default false,
  unique (run_id, step_id)
) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 500);
create index if not exists item_due on engine.item (function_id, key1, key2, run_at, id)
  where owner is null;
create index if not exists item_next on engine.item (run_at) where owner is null;
create index if not exists item_owned on engine.item (function_id, key1, key2, owner)
  where owner is not null;

-- The last minute whose cron triggers were looked at, in minutes since 1970.
create table if not exists engine.cron_clock (
  id int primary key check (id = 1),
  minute bigint not null
);
`;
