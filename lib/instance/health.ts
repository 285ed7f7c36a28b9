import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import { db } from "@/lib/db";
import type { Health } from "@/lib/instance/schemas";
import { PRODUCT_VERSION } from "@/lib/webhooks/version";

const TIMEOUT_MS = 2_000;

/** Whether the database and the engine answer, each within two seconds. Never throws. */
export async function health(): Promise<Health> {
  const [database, engine] = await Promise.all([databaseStatus(), engineStatus()]);
  return {
    status: database === "ok" && engine === "ok" ? "ok" : "down",
    version: PRODUCT_VERSION,
    database,
    engine: {
      kind: process.env.ENGINE_KIND === "inngest" ? "inngest" : "embedded",
      status: engine,
    },
  };
}

async function databaseStatus() {
  try {
    const deadline = wait(TIMEOUT_MS, "late", { ref: false });
    const answer = await Promise.race([db().$queryRaw`SELECT 1`, deadline]);
    return answer === "late" ? ("down" as const) : ("ok" as const);
  } catch {
    return "down" as const;
  }
}

/** The embedded engine and an Inngest server both answer GET /health. */
async function engineStatus() {
  const base = engineUrl();
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

/** Where the engine is, as the SDK finds it: INNGEST_DEV is an address, or 1 for the usual one. */
function engineUrl(): string | undefined {
  const { INNGEST_BASE_URL, INNGEST_DEV } = process.env;
  if (INNGEST_BASE_URL) return INNGEST_BASE_URL;
  if (!INNGEST_DEV || /^(0|false)$/i.test(INNGEST_DEV)) return undefined;
  return URL.canParse(INNGEST_DEV) ? INNGEST_DEV : "http://localhost:8288";
}
