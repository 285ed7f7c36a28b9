import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@/lib/generated/prisma/client";
import { closePool, pool } from "@/lib/pool";

/** The Prisma client inside or outside of a transaction: what a verb's helpers take. */
export type Db = Omit<
  PrismaClient,
  "$connect" | "$disconnect" | "$on" | "$use" | "$extends" | "$transaction"
>;

const holder = globalThis as { __tliPrisma?: PrismaClient };

/** The one Prisma client of this process, on globalThis as its pool is. */
export function db(): PrismaClient {
  holder.__tliPrisma ??= new PrismaClient({
    // A loaded machine is no reason to fail: the defaults (2 s and 5 s) are short for a burst.
    transactionOptions: { maxWait: 20_000, timeout: 30_000 },
    adapter: new PrismaPg(pool(), { disposeExternalPool: true }),
  });
  return holder.__tliPrisma;
}

/** Ends all connections to the database; for scripts, which would wait for them, and tests. */
export async function closeDatabase(): Promise<void> {
  const client = holder.__tliPrisma;
  holder.__tliPrisma = undefined;
  await client?.$disconnect();
  await closePool();
}
