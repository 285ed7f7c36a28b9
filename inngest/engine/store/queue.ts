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

/** Without an item where nothing was due. */
interface TakenRow extends Partial<ItemRow & StateRow> {
  next_ms: number | null;
  more: boolean;
}

// One round trip for each time that an engine looks for work.
const takeItems = statement<TakenRow>("take", "select * from engine.take($1, $2)");
const claimItems = statement<ItemRow>("claim", "select * from engine.claim($1, $2)");

/** What an engine has taken on. */
export interface Taken {
  /** What a call of the run needs to know; undefined for a sleep, and where it has to be loaded still. */
  items: { lease: Lease; state: RunState | undefined }[];
  /** Milliseconds to the soonest item that is not due yet; undefined when there is none. */
  msToNext: number | undefined;
  /** More is due than was taken: what ends may make room for it. */
  isMoreDue: boolean;
}

/** Leases up to `limit` due items to this instance, oldest first. */
export async function take(db: Db, owner: string, limit: number): Promise<Taken> {
  const rows = await takeItems(db, [owner, limit]);
  const { next_ms: ms = null, more = false } = rows[0] ?? {};
  return {
    items: rows.flatMap((row) =>
      isItem(row) ? [{ lease: leaseOf(row), state: tryState(row) }] : [],
    ),
    msToNext: ms ?? undefined,
    isMoreDue: more,
  };
}

/** The leases alone: where one run can't be read, the others go on. */
export async function claim(db: Db, owner: string, limit: number): Promise<Taken> {
  const rows = await claimItems(db, [owner, limit]);
  return {
    items: rows.map((row) => ({ lease: leaseOf(row), state: undefined })),
    msToNext: undefined,
    isMoreDue: true,
  };
}

/** Undefined as well for what can't be read: whoever has the item tries once more and tells why. */
function tryState(row: Partial<StateRow>): RunState | undefined {
  try {
    return hasState(row) ? stateOf(row) : undefined;
  } catch {
    return undefined;
  }
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

const loadState = statement<StateRow>("load-state", "select * from engine.state_of($1)");

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
