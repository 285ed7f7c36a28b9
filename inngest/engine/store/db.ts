import pg from "pg";
import type { Log } from "../types";
import { FUNCTIONS_SQL } from "./functions";
import { SCHEMA_SQL } from "./schema";

export type Pool = pg.Pool;
/** A pool for single statements, or the client of an open transaction. */
export type Db = pg.Pool | pg.PoolClient;

const POOL_SIZE = 6;

/** Opens the engine's small pool. A lost idle connection is logged and replaced, never fatal. */
export function openPool(databaseUrl: string, log: Log): Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: POOL_SIZE,
    application_name: "engine",
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 30_000,
  });
  pool.on("error", (error) => log.warn({ reason: error.message }, "database connection lost"));
  return pool;
}

/** Creates what is missing of the schema. Two engines starting together take turns. */
export async function applySchema(pool: Pool): Promise<void> {
  await inTransaction(pool, async (tx) => {
    await tx.query("select pg_advisory_xact_lock(7305186, 1)");
    await tx.query("set local client_min_messages = warning");
    await tx.query(SCHEMA_SQL);
    await tx.query(FUNCTIONS_SQL);
  });
}

/** Runs `work` in one transaction; a throw rolls it back and discards a broken connection. */
export async function inTransaction<T>(
  pool: Pool,
  work: (tx: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query("begin");
    const result = await work(client);
    await client.query("commit");
    return result;
  } catch (error) {
    await client.query("rollback").catch((fault: Error) => {
      broken = fault;
    });
    throw error;
  } finally {
    client.release(broken);
  }
}

/** A statement the server prepares once per connection under `name`. */
export function statement<Row extends pg.QueryResultRow = pg.QueryResultRow>(
  name: string,
  text: string,
) {
  return async (db: Db, values: unknown[] = []): Promise<Row[]> =>
    (await db.query<Row>({ name, text, values })).rows;
}

/**
 * True when the data itself was refused (SQLSTATE 22 data, 23 constraint, 54 limit): trying the
 * same write again can't help.
 */
export function isDataFault(error: unknown): boolean {
  return error instanceof pg.DatabaseError && /^(22|23|54)/.test(error.code ?? "");
}
