import "server-only";
import { createHash } from "node:crypto";
import pg from "pg";
import { bounded, pool } from "@/lib/pool";

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

/** A transaction under way. */
export interface Transaction extends Sql {
  /**
   * Waits for a write together with the COMMIT, to which it goes along: for what the work writes last,
   * and takes nothing from. All of its statements must have been asked for by then; what goes wrong on
   * our side before they are has to be thrown to the work, and so not in an async function.
   */
  lastly(write: Promise<unknown>): void;
}

/** SQLSTATE, as PostgreSQL's manual lists it in appendix A. */
const UNIQUE_VIOLATION = "23505";
const LOCK_NOT_AVAILABLE = "55P03";

/** How long who is not to wait for locks does so nevertheless, which most are held for less than. */
const LOCK_TIMEOUT = "100ms";

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
 * Parsed each time, unlike the statements: a session that has forgotten what was prepared must not take
 * a transaction apart. In the extended form they go out together with the statement beside them.
 */
const BEGIN = { text: "BEGIN", queryMode: "extended" };
const COMMIT = { text: "COMMIT", queryMode: "extended" };

/** SQLSTATE of what is refused because a statement before it has failed. */
const ABORTED = "25P02";

/**
 * Does work in one transaction, which a throw rolls back. Statements that are asked for side by side
 * go to the database together and are carried out in their order, so that what is locked by the first
 * is seen by the second as it is then (decision 020). What it returns was committed; of a throw from a
 * lost connection nobody knows, as ever. Once it has ended, whatever of the work still goes on can ask
 * for nothing any more.
 * @param isPatient false: it does not wait for long for what somebody else has locked, and fails
 *   (SQLSTATE 55P03), so that those can go on who don't need it
 */
export async function sqlTransaction<T>(
  work: (tx: Transaction) => Promise<T>,
  { isPatient = true }: { isPatient?: boolean } = {},
): Promise<T> {
  const client = await pool().connect().catch(lose);
  const state: TransactionState = { isOver: false, fault: undefined, last: [] };
  let isCommitting = false;
  let broken: Error | undefined;
  // A connection that dies between two statements says so here, and the next statement fails.
  const onError = (error: Error) => {
    broken ??= error;
  };
  client.on("error", onError);
  try {
    const begun = client.query(bounded(BEGIN, ANSWER_MS));
    // Waited for below; until then its fault is the connection's.
    begun.catch(onError);
    const tx = transaction(client, state);
    tx.lastly(client.query(bounded(isPatient ? PATIENT : IMPATIENT, ANSWER_MS)));
    const result = await work(tx);
    state.isOver = true;
    if (state.fault !== undefined) throw state.fault;
    isCommitting = true;
    const committed = client.query(bounded(COMMIT, ANSWER_MS));
    // Waited for below, unless a write before it has failed, of which it is the end.
    committed.catch(() => {});
    await begun;
    await Promise.all(state.last);
    const { command } = await committed;
    isCommitting = false;
    // A fault that the work has swallowed has made it a ROLLBACK.
    if (command !== "COMMIT") throw state.fault ?? new Error("A transaction was not committed.");
    return result;
  } catch (error) {
    state.isOver = true;
    // What ended the connection says more than what the statements behind it say, and so does the fault
    // that had all after it refused: whoever waited for which hears of it first.
    const reason = broken ?? (isCode(error, ABORTED) ? (state.fault ?? error) : error);
    if (broken || (isCommitting && !isRefusal(error))) lost.add(reason as object);
    // Behind all that was asked for. In vain on a connection that is waiting for an answer still: it is
    // given up then.
    await client.query(bounded({ text: "ROLLBACK" }, ROLLBACK_MS)).catch(onError);
    throw reason;
  } finally {
    client.removeListener("error", onError);
    client.release(broken);
  }
}

/**
 * For a transaction alone, and parsed each time as BEGIN is. Lists of values are of all lengths, and
 * PostgreSQL would plan for each anew what it does the same way every time: half of its work for an order.
 * What it plans while a table is new and small has to hold when that is neither: by indexes.
 */
const settings = (lockTimeout: string) => ({
  text: `SELECT set_config('plan_cache_mode', 'force_generic_plan', true),
    set_config('enable_seqscan', 'off', true), set_config('lock_timeout', '${lockTimeout}', true)`,
  queryMode: "extended",
});
const PATIENT = settings("0");
const IMPATIENT = settings(LOCK_TIMEOUT);

interface TransactionState {
  isOver: boolean;
  /** What went wrong first, in the order of the database's answers. */
  fault: unknown;
  /** What is waited for together with the COMMIT. */
  last: Promise<unknown>[];
}

function transaction(client: pg.PoolClient, state: TransactionState): Transaction {
  return {
    ...on(client, state),
    lastly(write) {
      // Should the work throw before, nobody waits for it.
      write.catch(() => {});
      state.last.push(write);
    },
  };
}

/**
 * Whether a statement was refused because what has to be unique is there already.
 * @param by the constraint or index that says so; any of them without
 */
export function isTaken(error: unknown, by?: string): boolean {
  if (!isCode(error, UNIQUE_VIOLATION)) return false;
  return by === undefined || (error as pg.DatabaseError).constraint === by;
}

/** Errors of connections. */
const lost = new WeakSet<object>();

function lose(error: unknown): never {
  if (typeof error === "object" && error !== null) lost.add(error);
  throw error;
}

/** The database's own answer, and no word of its connection's or its own end (classes 08 and 57P). */
const isRefusal = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && !/^(?:08|57P)/.test(error.code ?? "");

/** What faults mean for work that several share (`together`). */
export const sharedFaults = {
  /** The connection was lost: nobody knows what was committed, and others would wait in vain as well. */
  isFinal: (error: unknown): boolean =>
    typeof error === "object" && error !== null && lost.has(error),
  /** Somebody else holds what it needs. */
  isImpatience: (error: unknown): boolean => isCode(error, LOCK_NOT_AVAILABLE),
};

const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;

function on(client: pg.Pool | pg.PoolClient, state?: TransactionState): Sql {
  const ask = (text: TemplateStringsArray, values: unknown[]) => {
    if (state?.isOver) throw new Error("The transaction is over; nothing can be asked for in it.");
    const answer = client.query(bounded({ ...statementOf(text), values }, ANSWER_MS));
    answer.catch((error: unknown) => {
      if (state) state.fault ??= error;
      if (!isRefusal(error)) lost.add(error as object);
    });
    return answer;
  };
  return {
    async $queryRaw<T>(text: TemplateStringsArray, ...values: unknown[]) {
      return (await ask(text, values)).rows as T;
    },
    async $executeRaw(text, ...values) {
      return (await ask(text, values)).rowCount ?? 0;
    },
  };
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
