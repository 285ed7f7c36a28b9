import "server-only";
import { createHash } from "node:crypto";
import type pg from "pg";
import { pool } from "@/lib/pool";

/**
 * SQL by tagged templates: what the path of an order takes, on which Prisma's own work would cost
 * several times that of the statement (decision 020). A transaction of Prisma's is one as well, so
 * that a helper serves both. Rows come as the driver makes them: name columns by `AS "camelCase"`,
 * and cast counts to `int`.
 */
export interface Sql {
  /** The rows of a statement. */
  $queryRaw<T = unknown>(text: TemplateStringsArray, ...values: unknown[]): Promise<T>;
  /** How many rows a statement has changed. */
  $executeRaw(text: TemplateStringsArray, ...values: unknown[]): Promise<number>;
}

/** SQLSTATE, as PostgreSQL's manual lists it in appendix A. */
const UNIQUE_VIOLATION = "23505";

/** Statements outside of a transaction, each one of its own. */
export function sql(): Sql {
  return on(pool());
}

/**
 * How long an answer is waited for, in milliseconds. A database whose machine has gone answers nothing
 * at all, and whoever waits for it holds up what comes after.
 */
const ANSWER_MS = 60_000;
const ROLLBACK_MS = 5_000;

/**
 * Does work in one transaction, which a throw rolls back. What it returns was committed; of a throw
 * from a lost connection nobody knows, as ever.
 */
export async function sqlTransaction<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  let broken: Error | undefined;
  // A connection that dies between two statements says so here, and the next statement fails.
  const onError = (error: Error) => {
    broken = error;
  };
  client.on("error", onError);
  try {
    await client.query(bounded({ text: "BEGIN" }));
    const result = await work(on(client));
    await client.query(bounded({ text: "COMMIT" }));
    return result;
  } catch (error) {
    // In vain on a connection that is waiting for an answer still: it is given up then.
    await client.query(bounded({ text: "ROLLBACK" }, ROLLBACK_MS)).catch(onError);
    throw error;
  } finally {
    client.removeListener("error", onError);
    client.release(broken);
  }
}

/** Whether a statement was refused because what has to be unique is there already. */
export function isTaken(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION;
}

function on(client: pg.Pool | pg.PoolClient): Sql {
  return {
    async $queryRaw<T>(text: TemplateStringsArray, ...values: unknown[]) {
      return (await client.query(bounded({ ...statementOf(text), values }))).rows as T;
    },
    async $executeRaw(text, ...values) {
      return (await client.query(bounded({ ...statementOf(text), values }))).rowCount ?? 0;
    },
  };
}

/** The driver takes a limit with each query, which its types don't know. */
function bounded(query: pg.QueryConfig, answerMs = ANSWER_MS): pg.QueryConfig {
  return Object.assign(query, { query_timeout: answerMs });
}

interface Statement {
  name: string;
  text: string;
}

const statements = new WeakMap<TemplateStringsArray, Statement>();

/** PostgreSQL parses and plans a statement with a name once for each connection. */
function statementOf(parts: TemplateStringsArray): Statement {
  const known = statements.get(parts);
  if (known) return known;
  const text = parts.reduce((before, part, index) => `${before}$${index}${part}`);
  // The name holds for the text, whichever copy of this module asks: Next bundles several.
  const name = createHash("sha256").update(text).digest("base64url").slice(0, 20);
  const statement = { name, text };
  statements.set(parts, statement);
  return statement;
}
