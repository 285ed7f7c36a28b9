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

/** With a name they are prepared as well, and go out together with the statement beside them. */
const BEGIN = { name: "begin", text: "BEGIN" };
const COMMIT = { name: "commit", text: "COMMIT" };

/**
 * Does work in one transaction, which a throw rolls back. Statements that are asked for side by side
 * go to the database together and are carried out in their order, so that what is locked by the first
 * is seen by the second as it is then (decision 020). What it returns was committed; of a throw
 * from a lost connection nobody knows, as ever.
 */
export async function sqlTransaction<T>(work: (tx: Sql) => Promise<T>): Promise<T> {
  const client = await pool().connect();
  let broken: Error | undefined;
  // A connection that dies between two statements says so here, and the next statement fails.
  const onError = (error: Error) => {
    broken ??= error;
  };
  client.on("error", onError);
  try {
    const begun = client.query(bounded(BEGIN));
    // Where it fails, so does the first statement, which goes out with it.
    begun.catch(onError);
    const result = await work(on(client));
    await begun;
    await client.query(bounded(COMMIT));
    return result;
  } catch (error) {
    // What ended the connection says more than what the statements behind it say.
    const reason = broken ?? error;
    // In vain on a connection that is waiting for an answer still: it is given up then.
    await client.query(bounded({ text: "ROLLBACK" }, ROLLBACK_MS)).catch(onError);
    throw reason;
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
  return { ...query, query_timeout: answerMs } as pg.QueryConfig;
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
