import "server-only";
import pg from "pg";
import { env } from "@/lib/env";
import { GatheringSocket } from "@/lib/gathering-socket";
import { log } from "@/lib/log";

/** Connections of one web server; an embedded database takes 60 in all. */
const MAX = 12;

/** How long a new connection may take, and what is set for it, in milliseconds each. */
const CONNECT_MS = 10_000;

const holder = globalThis as { __tliPool?: pg.Pool };

/**
 * The one pool of connections of this process, for Prisma and for plain SQL alike. Next bundles routes
 * and instrumentation apart, so it hangs on globalThis; idle connections are given back after ten
 * seconds to stay small.
 */
export function pool(): pg.Pool {
  if (!holder.__tliPool || holder.__tliPool.ending) holder.__tliPool = openPool();
  return holder.__tliPool;
}

/** Ends the pool; the next one to ask begins anew. */
export async function closePool(): Promise<void> {
  const open = holder.__tliPool;
  holder.__tliPool = undefined;
  if (open && !open.ending) await open.end();
}

/**
 * A query whose answer is waited for so many milliseconds at most, after which its connection ends. The
 * driver takes the limit with each query, which its types don't know.
 */
export function bounded(query: pg.QueryConfig, answerMs: number): pg.QueryConfig {
  return { ...query, query_timeout: answerMs } as pg.QueryConfig;
}

function openPool(): pg.Pool {
  const opened = new pg.Pool({
    connectionString: env().DATABASE_URL,
    max: MAX,
    idleTimeoutMillis: 10_000,
    connectionTimeoutMillis: CONNECT_MS,
    // A database whose machine has gone without a word is noticed by the system, if not by us.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // What does not wait for one another is sent together: each way there and back wakes two processes.
    pipeline: true,
    stream: () => new GatheringSocket(),
    // Prisma writes and reads times without their zone, as UTC; a database may be set to another.
    onConnect: (client) => client.query(bounded({ text: "SET TIME ZONE 'UTC'" }, CONNECT_MS)),
  });
  opened.on("error", (error) => log.warn({ err: error }, "a connection to the database was lost"));
  return opened;
}
