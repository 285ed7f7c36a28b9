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

-- Takes up to p_limit due items for p_owner, oldest first, never more of a (function, key) than its
-- limit. Claims are serialised by the advisory lock, and every statement below sees what earlier
-- claims committed, so several engines can't overshoot a limit together. The walk over distinct
-- (function, keys) keeps a long queue behind one full key from being read on every claim.
create or replace function engine.claim(p_owner text, p_limit int) returns setof engine.item as $$
begin
  perform pg_advisory_xact_lock(7305186, 2);
  return query
  with recursive lane as (
    (select i.function_id, i.key1, i.key2 from engine.item i where i.owner is null
      order by 1, 2, 3 limit 1)
    union all
    select n.* from lane l cross join lateral (
      select i.function_id, i.key1, i.key2 from engine.item i
      where i.owner is null and (i.function_id, i.key1, i.key2) > (l.function_id, l.key1, l.key2)
      order by 1, 2, 3 limit 1) n
  ),
  open_lane as (
    select l.*,
      case when l.key1 = '' or f.limit1 is null then p_limit else f.limit1 - (
        select count(*) from engine.item h where h.owner is not null
          and h.function_id = l.function_id and h.key1 = l.key1)::int end as room1,
      case when l.key2 = '' or f.limit2 is null then p_limit else f.limit2 - (
        select count(*) from engine.item h where h.owner is not null
          and h.function_id = l.function_id and h.key2 = l.key2)::int end as room2
    from lane l left join engine.function f on f.id = l.function_id
  ),
  candidate as (
    select c.*, o.room1, o.room2 from open_lane o cross join lateral (
      select i.id, i.function_id, i.key1, i.key2, i.run_at from engine.item i
      where i.owner is null and i.function_id = o.function_id
        and i.key1 = o.key1 and i.key2 = o.key2 and i.run_at <= now()
      order by i.run_at, i.id limit greatest(0, least(o.room1, o.room2, p_limit))) c
  ),
  within2 as (
    select * from (select c.*, row_number() over (
      partition by c.function_id, c.key2 order by c.run_at, c.id) as n2 from candidate c) x
    where x.key2 = '' or x.n2 <= x.room2
  ),
  within1 as (
    select * from (select c.*, row_number() over (
      partition by c.function_id, c.key1 order by c.run_at, c.id) as n1 from within2 c) x
    where x.key1 = '' or x.n1 <= x.room1
  ),
  picked as (
    select i.id from engine.item i
    where i.id in (select w.id from within1 w order by w.run_at, w.id limit p_limit)
      and i.owner is null
    for update skip locked
  )
  update engine.item i set owner = p_owner, claims = i.claims + 1
  from picked p where i.id = p.id
  returning i.*;
end
$$ language plpgsql;
`;
