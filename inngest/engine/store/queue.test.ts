import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { withPostgres } from "../testing/suite";
import { applySchema } from "./db";
import { claim as claimAlone, heartbeat, leave, loadRun, take, takeOverFromDead } from "./queue";

const newDatabase = withPostgres();
let pool: pg.Pool;

beforeAll(async () => {
  pool = new pg.Pool({ connectionString: await newDatabase() });
  await applySchema(pool);
  await pool.query(`insert into engine.event (id, name, body) values ('e', 'e', '{}');
    insert into engine.function (id, config, max_attempts, limit1, limit2)
      values ('keyed', '{}', 5, 2, null), ('both', '{}', 5, 4, 2);`);
});
afterAll(() => pool?.end());
beforeEach(async () => {
  await pool.query("delete from engine.run; delete from engine.instance");
});

let serial = 0;
/** Queues items; `when` is a Postgres interval from now. */
async function queue(count: number, fn: string, key1 = "", key2 = "", when = "0 s") {
  const names = Array.from({ length: count }, () => `r${serial++}`);
  await pool.query(
    `with r as (insert into engine.run (id, function_id, event_id)
       select n, $2 || n, 'e' from unnest($1::text[]) n returning id)
     insert into engine.item (run_id, function_id, key1, key2, step_id, run_at)
     select id, $2, $3, $4, 'step', now() + $5::interval from r`,
    [names, fn, key1, key2, when],
  );
}
const claim = async (owner: string, limit: number) =>
  (await take(pool, owner, limit)).items.map(({ lease }) => lease);
const claimed = async (limit: number, owner = "me") =>
  (await claim(owner, limit)).map((lease) => lease.functionId).sort();

test("takes what is due, oldest first, each item once", async () => {
  await queue(1, "late", "", "", "-1 s");
  await queue(1, "later", "", "", "1 hour");
  await queue(1, "early", "", "", "-1 hour");
  expect(await claimed(1)).toEqual(["early"]);
  expect(await claimed(5)).toEqual(["late"]);
  expect(await claimed(5)).toEqual([]);
});

test("tells when the soonest item is due that is not due yet", async () => {
  expect((await take(pool, "me", 5)).msToNext).toBeUndefined();
  await queue(1, "now");
  await queue(1, "soon", "", "", "10 s");
  await queue(1, "later", "", "", "1 hour");
  const { items, msToNext } = await take(pool, "me", 5);
  expect(items).toHaveLength(1);
  expect(msToNext).toBeGreaterThan(5_000);
  expect(msToNext).toBeLessThanOrEqual(10_000);
});

test("tells whether more is due than there was room for", async () => {
  await queue(3, "keyed", "a");
  await queue(1, "free");
  const isMoreDue = async (limit: number) => (await take(pool, "me", limit)).isMoreDue;
  expect(await isMoreDue(1)).toBe(true);
  expect(await isMoreDue(10)).toBe(true);
  await pool.query("delete from engine.item where owner is not null");
  expect(await isMoreDue(10)).toBe(false);
  await queue(1, "later", "", "", "1 hour");
  expect(await isMoreDue(10)).toBe(false);
});

test("brings along what a call needs to know, which can be read once more; a sleep calls nothing", async () => {
  await queue(1, "keyed");
  await pool.query(`insert into engine.step (run_id, step_id, payload)
    select id, s.step, s.payload from engine.run,
      (values ('b', '{"data":1}'), ('a"', '{"data":2}')) s (step, payload)`);
  await pool.query(`insert into engine.item (run_id, function_id, key1, key2, step_id, kind)
    select id, 'keyed', '', '', 'nap', 'sleep' from engine.run`);
  const { items } = await take(pool, "me", 5);
  const state = {
    event: {},
    steps: { b: { data: 1 }, 'a"': { data: 2 } },
    forcePlan: false,
    maxAttempts: 5,
  };
  const stateOf = (kind: string) => items.find(({ lease }) => lease.kind === kind)?.state;
  expect(stateOf("call")).toEqual(state);
  expect(stateOf("sleep")).toBeUndefined();
  const [{ lease } = { lease: undefined }] = items;
  expect(await loadRun(pool, lease?.runId ?? "")).toEqual(state);
  expect(await loadRun(pool, "none")).toBeUndefined();
});

test("brings along what was there when it was claimed, also after it had to wait for its turn", async () => {
  const other = await pool.connect();
  try {
    await other.query("begin");
    await other.query("select pg_advisory_xact_lock(7305186, 2)");
    const taken = take(pool, "me", 5);
    await vi.waitFor(async () => {
      const { rows } = await pool.query("select from pg_locks where not granted");
      expect(rows).toHaveLength(1);
    });
    await queue(1, "fn", "", "", "-1 s");
    await pool.query(`insert into engine.step (run_id, step_id, payload)
      select id, 'nap', '{"data":null}' from engine.run`);
    await other.query("commit");
    expect((await taken).items).toMatchObject([{ state: { steps: { nap: { data: null } } } }]);
  } finally {
    other.release();
  }
});

test("a run that can't be read holds up no other: the leases can be had alone", async () => {
  await queue(2, "fn");
  await pool.query(`insert into engine.step (run_id, step_id, payload)
    select min(id), 'broken', '{' from engine.run`);
  const { items } = await take(pool, "me", 5);
  expect(items.map(({ state }) => state !== undefined).sort()).toEqual([false, true]);
  await queue(1, "fn");
  expect((await claimAlone(pool, "me", 5)).items).toMatchObject([{ state: undefined }]);
});

test("several engines at once get different items", async () => {
  await queue(40, "fn");
  const parts = await Promise.all(["a", "b", "c", "d"].map((owner) => claim(owner, 15)));
  const ids = parts.flat().map((lease) => lease.id);
  expect(ids).toHaveLength(40);
  expect(new Set(ids).size).toBe(40);
});

test("a full key lets others pass, however long its queue is", async () => {
  await queue(200, "keyed", "a", "", "-1 hour");
  await queue(3, "keyed", "b");
  await queue(3, "free");
  expect(await claimed(10)).toEqual(["free", "free", "free", "keyed", "keyed", "keyed", "keyed"]);
  expect(await claimed(10)).toEqual([]);
  await pool.query(
    "delete from engine.item where id in (select id from engine.item where owner is not null and key1 = 'a' limit 1)",
  );
  expect(await claimed(10, "other")).toEqual(["keyed"]);
});

test("two limits hold together: the second counts across the keys of the first", async () => {
  // At most four of a first key, at most two of a second one.
  await queue(5, "both", "*", "x");
  await queue(5, "both", "*", "y");
  await queue(5, "both", "*", "z");
  const leases = await claim("me", 20);
  expect(leases).toHaveLength(4);
  const held = await pool.query(
    "select key2, count(*)::int as n from engine.item where owner is not null group by 1",
  );
  expect(Math.max(...held.rows.map((row) => row.n))).toBeLessThanOrEqual(2);
});

test("many engines at once don't overshoot a key", async () => {
  await queue(50, "keyed", "a");
  const parts = await Promise.all(Array.from({ length: 8 }, (_, i) => claim(`engine-${i}`, 10)));
  expect(parts.flat()).toHaveLength(2);
});

test("a dead instance loses its leases, a living one keeps them", async () => {
  await queue(3, "fn");
  await heartbeat(pool, "alive");
  await heartbeat(pool, "dead");
  await claim("alive", 1);
  await claim("dead", 1);
  await pool.query(
    "update engine.instance set heartbeat_at = now() - interval '9 s' where id = 'dead'",
  );
  expect(await takeOverFromDead(pool)).toBe(1);
  expect(await takeOverFromDead(pool)).toBe(0);
  const [again] = await claim("alive", 1);
  expect(again?.claims).toBe(2);
  await leave(pool, "alive");
  expect(await claimed(5)).toHaveLength(3);
});
