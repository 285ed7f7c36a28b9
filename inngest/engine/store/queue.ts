import type { Lease, RunState } from "../types";
import { type Db, inTransaction, type Pool, statement } from "./db";

/** How often an instance says it is alive, and after how long a silence it counts as dead. */
export const HEARTBEAT_MS = 2_000;
const DEAD_AFTER = "8 seconds";

interface ItemRow {
  id: string;
  run_id: string;
  function_id: string;
  step_id: string;
  kind: "call" | "sleep";
  attempt: number;
  tries: number;
  claims: number;
}

const claimItems = statement<ItemRow>("claim", "select * from engine.claim($1, $2)");

/** Leases up to `limit` due items to this instance, oldest first. */
export async function claim(db: Db, owner: string, limit: number): Promise<Lease[]> {
  return (await claimItems(db, [owner, limit])).map(leaseOf);
}

function leaseOf(row: ItemRow): Lease {
  return {
    id: row.id,
    runId: row.run_id,
    functionId: row.function_id,
    stepId: row.step_id,
    kind: row.kind,
    attempt: row.attempt,
    tries: row.tries,
    claims: row.claims,
  };
}

interface StateRow {
  id: string;
  body: string;
  steps: string | null;
  force_plan: boolean;
  max_attempts: number;
}

// Payloads are JSON already: joining the texts gives one object in completion order, for one parse.
const loadStates = statement<StateRow>(
  "load-states",
  `select r.id, e.body, r.force_plan, coalesce(f.max_attempts, 5) as max_attempts, (
     select string_agg(to_json(s.step_id)::text || ':' || s.payload, ',' order by s.seq)
     from engine.step s where s.run_id = r.id) as steps
   from engine.run r
   join engine.event e on e.id = r.event_id
   left join engine.function f on f.id = r.function_id
   where r.id = any($1::text[])`,
);

/** What calls of these runs need to know, by run id. */
export async function loadRuns(db: Db, runIds: string[]): Promise<Map<string, RunState>> {
  const rows = await loadStates(db, [runIds]);
  return new Map(
    rows.map((row) => [
      row.id,
      {
        event: JSON.parse(row.body) as Record<string, unknown>,
        steps: JSON.parse(`{${row.steps ?? ""}}`) as Record<string, unknown>,
        forcePlan: row.force_plan,
        maxAttempts: row.max_attempts,
      },
    ]),
  );
}

const nextDue = statement<{ ms: string | null }>(
  "next-due",
  `select extract(epoch from min(run_at) - now()) * 1000 as ms
   from engine.item where owner is null and run_at > now()`,
);

/** Milliseconds to the soonest item that is not due yet. */
export async function msToNextItem(db: Db): Promise<number | undefined> {
  const ms = (await nextDue(db))[0]?.ms;
  return ms == null ? undefined : Number(ms);
}

const beat = statement(
  "heartbeat",
  `insert into engine.instance (id) values ($1)
   on conflict (id) do update set heartbeat_at = now()`,
);

/** Says that this instance is alive, which renews every lease it holds. */
export async function heartbeat(db: Db, owner: string): Promise<void> {
  await beat(db, [owner]);
}

/** Frees what dead instances held. Returns how many items that were. */
export async function takeOverFromDead(pool: Pool): Promise<number> {
  return inTransaction(pool, async (tx) => {
    await tx.query(
      `delete from engine.instance where heartbeat_at < now() - interval '${DEAD_AFTER}'`,
    );
    const freed = await tx.query(
      `update engine.item set owner = null
       where owner is not null and owner not in (select id from engine.instance)`,
    );
    return freed.rowCount ?? 0;
  });
}

/** Gives back everything this instance holds and forgets it: the last act of an orderly stop. */
export async function leave(pool: Pool, owner: string): Promise<void> {
  await inTransaction(pool, async (tx) => {
    await tx.query("update engine.item set owner = null where owner = $1", [owner]);
    await tx.query("delete from engine.instance where id = $1", [owner]);
  });
}
