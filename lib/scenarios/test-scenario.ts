import "server-only";
import { engineEvents } from "@/inngest/client";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { enqueue } from "@/lib/events/outbox";
import { parseInput } from "@/lib/http/problem";
import { goOn } from "@/lib/runs/go-on";
import { lockScenario } from "@/lib/scenarios/find-scenario";
import type { Graph } from "@/lib/scenarios/graph";
import { requireValid } from "@/lib/scenarios/require-valid";
import { testScenarioSchema } from "@/lib/scenarios/schemas";
import { createTestRun } from "@/lib/scenarios/test-run";
import { requireOwnOrigins } from "@/lib/secrets/moved";

/** Runs the draft once with the trigger's sample or an order, marked as a test. 422 when it has problems. */
export async function testScenario({
  actor,
  id,
  input,
}: {
  actor: Actor;
  id: string;
  input: unknown;
}) {
  const { orderId } = parseInput(testScenarioSchema, input ?? {});
  const { run, messages } = await db().$transaction(async (tx) => {
    const scenario = await lockScenario(tx, id);
    const graph = JSON.parse(scenario.draft) as Graph;
    requireValid(graph);
    await requireOwnOrigins(tx, { graph, actor });
    const created = await createTestRun(tx, { actor, scenarioId: id, graph, orderId });
    await writeAudit(tx, {
      actor,
      action: "scenario.tested",
      targetType: "scenario",
      targetId: id,
      detail: created.run.id,
    });
    // Should this process end before it has moved the run on, the engine does.
    const messages = await enqueue(tx, [
      { id: created.run.id, name: engineEvents.runRequested, data: { runId: created.run.id } },
    ]);
    return { ...created, messages };
  });
  await goOn(messages.map((messageId) => ({ runId: run.id, messageId })));
  // The engine may have moved it on first: what has come of it is told by the run itself.
  const deliveries = await db().delivery.findMany({
    where: { runId: run.id },
    select: { id: true },
    orderBy: { id: "asc" },
  });
  return { runId: run.id, deliveryIds: deliveries.map(({ id }) => id) };
}
