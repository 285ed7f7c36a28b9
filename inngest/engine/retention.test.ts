import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deleteExpired } from "./retention";
import { applySchema } from "./store/db";
import { withPostgres } from "./testing/suite";

const newDatabase = withPostgres();
let pool: pg.Pool;

beforeAll(async () => {
  pool = new pg.Pool({ connectionString: await newDatabase() });
});
afterAll(() => pool?.end());

test("what is old and finished goes; ids that recognise a repeat and open runs stay", async () => {
  await applySchema(pool);
  await applySchema(pool);
  await pool.query(`
    insert into engine.event (id, name, body, waiting, received_at) values
      ('old', 'e', '{}', null, now() - interval '3 days'),
      ('open', 'e', '{}', null, now() - interval '3 days'),
      ('recent', 'e', '{}', null, now() - interval '25 hours'),
      ('early', 'e', '{}', 'registration', now() - interval '3 days');
    insert into engine.run (id, function_id, event_id, status, finished_at) values
      ('r1', 'f', 'old', 'completed', now() - interval '2 days'),
      ('r2', 'f', 'open', 'running', null),
      ('r3', 'f', 'recent', 'failed', now() - interval '25 hours'),
      ('r4', 'g', 'recent', 'completed', now());
    insert into engine.step (run_id, step_id, payload) values ('r1', 's', 'null');`);
  expect(await deleteExpired(pool)).toEqual({ runs: 2, events: 1 });
  const ids = async (table: string) =>
    (await pool.query(`select id from engine.${table} order by id`)).rows.map((row) => row.id);
  expect(await ids("run")).toEqual(["r2", "r4"]);
  expect(await ids("event")).toEqual(["early", "open", "recent"]);
  expect((await pool.query("select * from engine.step")).rows).toEqual([]);
});
