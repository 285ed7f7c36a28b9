import { beforeEach } from "vitest";
import { systemActor as actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { updatePreferences } from "@/lib/instance/preferences";
import { PRUNE_PHASES, type PrunePhase } from "@/lib/retention/phases";
import { prune } from "@/lib/retention/prune";
import { withTestDatabase } from "./database";
import { insertDelivery, insertOrder, insertRun, insertScenario } from "./history";

const DAY_MS = 86_400_000;
export const now = Date.now();
export const ago = (days: number) => now - days * DAY_MS;

/** The only one that is there when a test begins. */
export let scenario: Awaited<ReturnType<typeof insertScenario>>;

/** For each test of a file an instance that keeps bodies for 7 days and history for 14. */
export function withRetention(): void {
  withTestDatabase();

  beforeEach(async () => {
    await db().$executeRaw`
      TRUNCATE orders, events, scenarios, secrets, replays, stats, stats_open, settings CASCADE`;
    scenario = await insertScenario("One", ago(60));
    await updatePreferences({ actor, input: { retention: { bodiesDays: 7, historyDays: 14 } } });
  });
}

/** As the function does it: each phase until it has no more. */
export async function pruneAll(): Promise<number> {
  let removed = 0;
  for (let phase: PrunePhase | null = PRUNE_PHASES[0]; phase; ) {
    const done: Awaited<ReturnType<typeof prune>> = await prune({ phase });
    removed += done.removed;
    phase = done.next;
  }
  return removed;
}

/** An order of some days ago with a run and one delivery that have ended. */
export async function aDelivery(days: number, status = "succeeded", runStatus = "succeeded") {
  const order = await insertOrder(ago(days));
  const run = await insertRun(scenario, order, { status: runStatus });
  const delivery = await insertDelivery(run, ago(days), { status, failures: 1, latencyMs: 500 });
  return { orderId: order.orderId, eventId: order.eventId, runId: run.id, id: delivery.id };
}
