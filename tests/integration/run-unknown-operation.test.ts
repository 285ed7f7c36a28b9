import { expect, it } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { newId } from "@/lib/ids";
import { advanceRun } from "@/lib/runs/advance-run";
import { getRun } from "@/lib/runs/get-run";
import { createScenario } from "@/lib/scenarios/create-scenario";
import type { Graph } from "@/lib/scenarios/graph";
import { edge, send, trigger } from "@/lib/scenarios/testing/arbitrary";
import { withTestDatabase } from "./support/database";

const actor: Actor = { kind: "apiKey", id: "key_robot", name: "Robot", scopes: [] };

withTestDatabase();

/** A run of a graph that was live when it began, whatever this instance knows of it now. */
async function runOf(graph: Graph) {
  const { id: scenarioId } = await createScenario({ actor, input: { name: "Older", graph } });
  const version = { id: newId("version"), scenarioId, number: 1, graph: JSON.stringify(graph) };
  await db().scenarioVersion.create({ data: { ...version, createdBy: actor.id } });
  const event = { id: newId("event"), type: "order.created", payload: "{}" };
  await db().event.create({ data: { ...event, occurredAt: new Date() } });
  const run = { id: newId("run"), scenarioId, versionId: version.id, eventId: event.id };
  await db().run.create({ data: run });
  await advanceRun({ runId: run.id });
  return getRun({ actor, id: run.id });
}

it("a run fails at a node that this instance does not know, naming operation and version; what follows is skipped", async () => {
  const run = await runOf({
    nodes: [
      trigger("t"),
      { ...send("x"), operation: "crm.addContact", operationVersion: 3 },
      { ...send("v"), operationVersion: 9, config: { webhookUrl: "https://example.com" } },
      send("after"),
    ],
    edges: [edge("t", "x"), edge("t", "v"), edge("x", "after")],
  });
  expect(run.status).toBe("failed");
  expect(run.steps).toMatchObject([
    { nodeId: "t", status: "succeeded" },
    {
      nodeId: "x",
      status: "failed",
      reason: "This instance has no operation “crm.addContact” (version 3).",
    },
    {
      nodeId: "v",
      status: "failed",
      reason: "This instance has no operation “webhooks.send” (version 9).",
    },
    { nodeId: "after", status: "skipped", reason: expect.stringContaining("crm.addContact") },
  ]);
  // What was made for another version is not sent as if it were this one's.
  expect(await db().delivery.count()).toBe(0);
});
