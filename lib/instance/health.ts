import "server-only";
import { db } from "@/lib/db";
import { env } from "@/lib/env";
import type { Health } from "@/lib/instance/schemas";
import { PRODUCT_VERSION } from "@/lib/webhooks/version";

const TIMEOUT_MS = 2_000;

/** Whether the database and the engine answer. Never throws. */
export async function health(): Promise<Health> {
  const [database, engine] = await Promise.all([databaseStatus(), engineStatus()]);
  return {
    status: database === "ok" && engine === "ok" ? "ok" : "down",
    version: PRODUCT_VERSION,
    database,
    engine: { kind: env().ENGINE_KIND, status: engine },
  };
}

async function databaseStatus() {
  try {
    await db().$queryRaw`SELECT 1`;
    return "ok" as const;
  } catch {
    return "down" as const;
  }
}

/** The embedded engine and an Inngest server both answer GET /health. */
async function engineStatus() {
  const base = env().INNGEST_BASE_URL;
  // Inngest Cloud has no address of its own to ask; what is sent there tells.
  if (!base) return "ok" as const;
  try {
    const response = await fetch(new URL("/health", base), {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      cache: "no-store",
    });
    await response.body?.cancel();
    return response.ok ? ("ok" as const) : ("down" as const);
  } catch {
    return "down" as const;
  }
}
