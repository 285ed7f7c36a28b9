import pg from "pg";
import { afterAll, beforeAll } from "vitest";
import { seedHistory } from "../../load/history-rows";
import { withTestDatabase } from "./database";

/** Enough for PostgreSQL to prefer an index where it may. */
const DELIVERIES = 20_000;

/** A connection of the tests' own to the database with the history. */
export let client: pg.Client;
/** What the history is made of. */
export let made: Awaited<ReturnType<typeof seedHistory>>;

/** For the tests of a file a database with a history, some of whose deliveries wait. */
export function withHistory(): void {
  const database = withTestDatabase();

  beforeAll(async () => {
    client = new pg.Client({ connectionString: database.url() });
    await client.connect();
    made = await seedHistory(client, DELIVERIES, { waits: true });
  }, 120_000);
  afterAll(() => client.end());
}
