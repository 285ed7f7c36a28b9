/**
 * What the engine does to a run in one round trip each, as functions of the database. Each locks the
 * run before its items, always in that order, and does nothing for a lease that was lost.
 */
export const FUNCTIONS_SQL = `
-- Each is planned once for a connection: with arrays among its values PostgreSQL would plan it each time.
-- What is planned while the tables are new and small has to hold when they are neither: by indexes.
-- A function with another list of parameters is another one: the former one would stay behind.
drop function if exists engine.proceed(text, bigint, text, int, boolean, boolean, boolean, text[],
  text[], text[], text[], float8[]);

-- What a call of a run needs to know. Payloads are JSON already: joining the texts gives one object in
-- completion order, for one parse.
create or replace function engine.state_of(p_run text)
returns table (body text, force_plan boolean, max_attempts int, steps text) rows 1 as $$
  select e.body, r.force_plan, coalesce(f.max_attempts, 5), (
    select string_agg(to_json(s.step_id)::text || ':' || s.payload, ',' order by s.seq)
    from engine.step s where s.run_id = r.id)
  from engine.run r
  join engine.event e on e.id = r.event_id
  left join engine.function f on f.id = r.function_id
  where r.id = p_run
$$ language sql stable;

-- Takes up to p_limit due items for p_owner, oldest first, never more of a (function, key) than its
-- limit. Claims are serialised by the advisory lock, and every statement below sees what earlier
-- claims committed, so several engines can't overshoot a limit together. The walk over distinct
-- (function, keys) keeps a long queue behind one full key from being read on every claim. ROWS is for
-- the planner, which would take it for a thousand and read all runs for them.
create or replace function engine.claim(p_owner text, p_limit int) returns setof engine.item rows 10
set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  due bigint[];
begin
  perform pg_advisory_xact_lock(7305186, 2);
  -- Nearly always all that is due finds room: then there is nothing to choose.
  select array_agg(d.id) into due from (
    select i.id from engine.item i where i.owner is null and i.run_at <= now()
    order by i.run_at, i.id limit p_limit + 1) d;
  if due is null then return; end if;
  if cardinality(due) <= p_limit and not exists (
    select from engine.item i join engine.function f on f.id = i.function_id
    where (i.id = any(due) or i.owner is not null) and i.key1 <> ''
    group by i.function_id, i.key1, f.limit1 having count(*) > f.limit1
  ) and not exists (
    select from engine.item i join engine.function f on f.id = i.function_id
    where (i.id = any(due) or i.owner is not null) and i.key2 <> ''
    group by i.function_id, i.key2, f.limit2 having count(*) > f.limit2
  ) then
    return query update engine.item i set owner = p_owner, claims = i.claims + 1
      where i.id = any(due) and i.owner is null returning i.*;
    return;
  end if;
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
  -- Counted once: there are never more leases than calls under way.
  held1 as (
    select h.function_id, h.key1, count(*)::int as n from engine.item h
    where h.owner is not null and h.key1 <> '' group by 1, 2
  ),
  held2 as (
    select h.function_id, h.key2, count(*)::int as n from engine.item h
    where h.owner is not null and h.key2 <> '' group by 1, 2
  ),
  open_lane as (
    select l.*,
      case when l.key1 = '' then p_limit
        else coalesce(f.limit1 - coalesce(h1.n, 0), p_limit) end as room1,
      case when l.key2 = '' then p_limit
        else coalesce(f.limit2 - coalesce(h2.n, 0), p_limit) end as room2
    from lane l
    left join engine.function f on f.id = l.function_id
    left join held1 h1 on h1.function_id = l.function_id and h1.key1 = l.key1
    left join held2 h2 on h2.function_id = l.function_id and h2.key2 = l.key2
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

-- The same, with what a call of each item needs to know, and with when to look again. A statement of its
-- own within the function: it sees whatever the claim has seen, which waited for its turn.
create or replace function engine.take(p_owner text, p_limit int) returns table (
  next_ms float8, more boolean, id bigint, run_id text, function_id text, step_id text, kind text,
  attempt int, tries int, claims int, body text, force_plan boolean, max_attempts int, steps text
) set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  taken engine.item[];
begin
  select array_agg(c) into taken from engine.claim(p_owner, p_limit) c;
  return query
  select n.next_ms, n.more, i.id, i.run_id, i.function_id, i.step_id, i.kind, i.attempt, i.tries,
    i.claims, s.body, s.force_plan, s.max_attempts, s.steps
  from (select
    (select (extract(epoch from min(d.run_at) - now()) * 1000)::float8 from engine.item d
      where d.owner is null and d.run_at > now()) as next_ms,
    exists (select from engine.item d where d.owner is null and d.run_at <= now()) as more) n
  left join unnest(taken) i on true
  left join lateral engine.state_of(i.run_id) s on i.kind = 'call';
end
$$ language plpgsql;

create or replace function engine.step_count(p_run text) returns int as $$
  select count(*)::int from engine.step where run_id = p_run
$$ language sql stable;

-- Records steps and plans of a call and queues what follows. Says what became of it:
-- 'lost' (the lease was), 'stalled' (nothing new, nothing pending: the caller decides), 'full' (more
-- steps than p_max; nothing was recorded), 'waiting' (for other items of the run), 'more' (items are due) or 'next' with the item now leased anew.
create or replace function engine.proceed(
  p_run text, p_item bigint, p_owner text, p_claims int, p_keep boolean, p_eager boolean,
  p_many boolean, p_steps text[], p_payloads text[],
  p_planned text[], p_kinds text[], p_delays float8[], p_max int
) returns table (outcome text, next_id bigint, next_claims int)
set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
  r engine.run;
  i engine.item;
  d engine.item;
  others int;
  planned int;
  saved boolean := cardinality(p_steps) > 0;
  alone boolean;
  plan boolean;
  next_owner text;
begin
  select * into r from engine.run where id = p_run for update;
  select * into i from engine.item
    where id = p_item and owner = p_owner and claims = p_claims for update;
  if not found then
    return query select 'lost', null::bigint, null::int;
    return;
  end if;
  if engine.step_count(p_run) + cardinality(p_steps) + cardinality(p_planned) > p_max then
    return query select 'full', null::bigint, null::int;
    return;
  end if;
  select count(*) into others from engine.item where run_id = p_run and id <> p_item;

  -- First write wins: a step done twice keeps the result the function has already seen.
  insert into engine.step (run_id, step_id, payload)
    select p_run, s.id, s.payload
    from unnest(p_steps, p_payloads) with ordinality as s (id, payload, n) order by s.n
    on conflict (run_id, step_id) do nothing;
  -- A sleep costs no slot, so it stands in no lane of a concurrency key.
  insert into engine.item (run_id, function_id, key1, key2, step_id, kind, run_at)
    select p_run, r.function_id, case when n.kind = 'sleep' then '' else r.key1 end,
      case when n.kind = 'sleep' then '' else r.key2 end, n.id, n.kind,
      now() + n.delay_ms * interval '1 millisecond'
    from unnest(p_planned, p_kinds, p_delays) as n (id, kind, delay_ms)
    where not exists (select from engine.step s where s.run_id = p_run and s.step_id = n.id)
    on conflict (run_id, step_id) do nothing;
  get diagnostics planned = row_count;
  alone := others = 0 and planned = 0;
  if alone and not saved and not i.rerun then
    return query select 'stalled', null::bigint, null::int;
    return;
  end if;

  -- Several steps at once: the SDK only plans, until the last of them is done.
  plan := case when alone then false else p_many or r.force_plan end;
  if plan <> r.force_plan then
    update engine.run set force_plan = plan where id = p_run;
  end if;

  if not (alone or i.rerun or (saved and p_eager)) then
    delete from engine.item where id = p_item;
    return query select case when planned > 0 then 'more' else 'waiting' end, null::bigint, null::int;
    return;
  end if;

  -- Ask the SDK what is next. Its item may be handed on only by one that had a slot itself.
  next_owner := case when p_keep and i.kind = 'call' then p_owner end;
  if i.step_id = 'step' then
    update engine.item set attempt = 0, tries = 0, rerun = false, owner = next_owner,
      claims = claims + 1, run_at = case when next_owner is null then now() else run_at end
      where id = p_item returning * into d;
  else
    delete from engine.item where id = p_item;
    -- One that is under way already runs once more afterwards.
    insert into engine.item (run_id, function_id, key1, key2, step_id, owner)
      values (p_run, r.function_id, r.key1, r.key2, 'step', next_owner)
      on conflict (run_id, step_id) do update set rerun = engine.item.owner is not null
      returning * into d;
    if d.rerun then next_owner := null; end if;
  end if;
  if next_owner is null or d.owner is distinct from next_owner then
    return query select 'more', null::bigint, null::int;
  else
    return query select 'next', d.id, d.claims;
  end if;
end
$$ language plpgsql;

-- Records steps that a call under way has done, while it goes on. 'stale': the lease was lost;
-- 'full': the run would have more steps than p_max.
create or replace function engine.checkpoint(
  p_run text, p_item bigint, p_claims int, p_steps text[], p_payloads text[], p_max int
) returns text as $$
begin
  perform from engine.run where id = p_run for update;
  perform from engine.item
    where id = p_item and run_id = p_run and claims = p_claims and owner is not null;
  if not found then return 'stale'; end if;
  if engine.step_count(p_run) + cardinality(p_steps) > p_max then return 'full'; end if;
  insert into engine.step (run_id, step_id, payload)
    select p_run, s.id, s.payload
    from unnest(p_steps, p_payloads) with ordinality as s (id, payload, n) order by s.n
    on conflict (run_id, step_id) do nothing;
  return 'saved';
end
$$ language plpgsql;

-- Ends a run with its output. False when the lease was lost.
create or replace function engine.complete(
  p_run text, p_item bigint, p_owner text, p_claims int, p_output text
) returns boolean as $$
begin
  perform from engine.run where id = p_run for update;
  perform from engine.item where id = p_item and owner = p_owner and claims = p_claims;
  if not found then return false; end if;
  delete from engine.item where run_id = p_run;
  update engine.run set status = 'completed', output = p_output, finished_at = now()
    where id = p_run;
  return true;
end
$$ language plpgsql;
`;
