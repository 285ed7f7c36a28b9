import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import { env } from "@/lib/env";
import { PrismaClient } from "@/lib/generated/prisma/client";

/** The Prisma client inside or outside of a transaction: what a verb's helpers take. */
export type Db = Omit<
  PrismaClient,
  "$connect" | "$disconnect" | "$on" | "$use" | "$extends" | "$transaction"
>;

const holder = globalThis as { __tliPrisma?: PrismaClient };

/**
 * The one database client of this process. Next bundles routes and instrumentation apart, so it
 * hangs on globalThis; idle connections are given back after ten seconds to stay small.
 */
export function db(): PrismaClient {
  holder.__tliPrisma ??= new PrismaClient({
    // A loaded machine is no reason to fail: the defaults (2 s and 5 s) are short for a burst.
    transactionOptions: { maxWait: 20_000, timeout: 30_000 },
    adapter: new PrismaPg({
      connectionString: env().DATABASE_URL,
      max: 12,
      idleTimeoutMillis: 10_000,
      connectionTimeoutMillis: 10_000,
      // The adapter writes and reads times without their zone, as UTC; a database may be set to another.
      onConnect: (client) => client.query("SET TIME ZONE 'UTC'"),
    }),
  });
  return holder.__tliPrisma;
}
