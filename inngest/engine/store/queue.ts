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

interface StateRow {
  body: string;
  steps: string | null;
  force_plan: boolean;
  max_attempts: number;
}

/** Of no item: nothing was due. */
interface TakenRow extends Partial<ItemRow & StateRow> {
  next_ms: string | null;
  due: number;
}

// Payloads are JSON already: joining the texts gives one object in completion order, for one parse.
const STATE = `e.body, r.force_plan, coalesce(f.max_attempts, 5) as max_attempts, (
     select string_agg(to_json(s.step_id)::text || ':' || s.payload, ',' order by s.seq)
     from engine.step s where s.run_id = r.id) as steps`;
const STATE_TABLES = `join engine.event e on e.id = r.event_id
   left join engine.function f on f.id = r.function_id`;

// One round trip for each time that an engine looks for work.
const takeItems = statement<TakenRow>(
  "take",
  `select n.next_ms, n.due, i.*, ${STATE}
   from (select
     (select extract(epoch from min(run_at) - now()) * 1000 from engine.item
       where owner is null and run_at > now()) as next_ms,
     (select count(*)::int from (
       select from engine.item where owner is null and run_at <= now() limit $2 + 1) d) as due) n
   left join engine.claim($1, $2) i on true
   left join (engine.run r ${STATE_TABLES}) on r.id = i.run_id and i.kind = 'call'`,
);

/** What an engine has taken on. */
export interface Taken {
  /** What calls of the run need to know; of one that came just now it may have to be loaded still. */
  items: { lease: Lease; state: RunState | undefined }[];
  /** Milliseconds to the soonest item that is not due yet; undefined when there is none. */
  msToNext: number | undefined;
  /** More is due than was taken: what ends may make room for it. */
  isMoreDue: boolean;
}

/** Leases up to `limit` due items to this instance, oldest first. */
export async function take(db: Db, owner: string, limit: number): Promise<Taken> {
  const rows = await takeItems(db, [owner, limit]);
  const { next_ms: ms = null, due = 0 } = rows[0] ?? {};
  const items = rows.flatMap((row) =>
    isItem(row) ? [{ lease: leaseOf(row), state: hasState(row) ? stateOf(row) : undefined }] : [],
  );
  return {
    items,
    msToNext: ms === null ? undefined : Number(ms),
    isMoreDue: due > items.length,
  };
}

const isItem = (row: Partial<ItemRow>): row is ItemRow => row.id != null;
const hasState = (row: Partial<StateRow>): row is StateRow => row.body != null;

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

const stateOf = (row: StateRow): RunState => ({
  event: JSON.parse(row.body) as Record<string, unknown>,
  steps: JSON.parse(`{${row.steps ?? ""}}`) as Record<string, unknown>,
  forcePlan: row.force_plan,
  maxAttempts: row.max_attempts,
});

const loadState = statement<StateRow>(
  "load-state",
  `select ${STATE} from engine.run r ${STATE_TABLES} where r.id = $1`,
);

/** What calls of a run need to know; undefined when there is no such run. */
export async function loadRun(db: Db, runId: string): Promise<RunState | undefined> {
  const [row] = await loadState(db, [runId]);
  return row && stateOf(row);
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
