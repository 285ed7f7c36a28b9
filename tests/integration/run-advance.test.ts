import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "@/lib/db";
import { settleHandOvers } from "@/lib/events/outbox";
import { advanceRun } from "@/lib/runs/advance-run";
import { getRun } from "@/lib/runs/get-run";
import type { Graph, GraphNode } from "@/lib/scenarios/graph";
import { edge, send, trigger } from "@/lib/scenarios/testing/arbitrary";
import { withTestDatabase } from "./support/database";

type Batch = { data: { batch: { deliveryId: string }[] } };
const { sent } = vi.hoisted(() => ({ sent: vi.fn(async (_: Batch[]) => ({ ids: [] })) }));
vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof import("@/inngest/client")>()),
  inngest: { send: sent },
}));

const actor = { kind: "user", id: "usr_ann", email: "ann@example.com", role: "owner" } as const;
const payload = JSON.stringify({ event: "order.created", orderNumber: "1001" });
/** More than are started at once. */
const MANY = 230;

let count = 0;
let runId = "";

withTestDatabase();

afterAll(settleHandOvers);

beforeEach(() => {
  count += 1;
  runId = `run_${count}`;
});

/** A run of a graph, not begun. */
async function start(nodes: GraphNode[], edges: Graph["edges"]) {
  const graph = JSON.stringify({ nodes, edges });
  const ids = { scenarioId: `scn_${count}`, versionId: `ver_${count}`, eventId: `evt_${count}` };
  await db().scenario.create({ data: { id: ids.scenarioId, name: "Wide", draft: graph } });
  await db().scenarioVersion.create({
    data: { id: ids.versionId, scenarioId: ids.scenarioId, number: 1, graph },
  });
  await db().event.create({
    data: { id: ids.eventId, type: "order.created", payload, occurredAt: new Date() },
  });
  await db().run.create({ data: { id: runId, ...ids } });
  return ids;
}

const advance = () => advanceRun({ runId });
const steps = async () => (await getRun({ actor, id: runId })).steps;
const statuses = async () => Object.fromEntries((await steps()).map((s) => [s.nodeId, s.status]));
/** As a delivery function leaves it. */
const end = (nodeId: string, status: "succeeded" | "failed") =>
  db().delivery.update({
    where: { runId_nodeId: { runId, nodeId } },
    data: {
      status,
      completedAt: new Date(),
      attemptCount: 1,
      lastStatusCode: status === "failed" ? 500 : 200,
      lastFailureMessage: status === "failed" ? "It answered 500." : null,
    },
  });

describe("a run that spreads wide", () => {
  const leaves = Array.from({ length: MANY }, (_, index) => send(`n${index}`));
  const edges = leaves.map(({ id }) => edge("t", id));

  it("starts each node once, with a delivery and a message of its own", async () => {
    await start([trigger("t"), ...leaves], edges);
    const [first, second] = await Promise.all([advance(), advance()]);
    expect([first.deliveryIds.length, second.deliveryIds.length].sort()).toEqual([0, MANY]);
    const deliveries = await db().delivery.findMany({ where: { runId }, orderBy: { id: "asc" } });
    expect(deliveries.map(({ nodeId }) => nodeId)).toEqual(leaves.map(({ id }) => id));
    expect(deliveries.map(({ id }) => id)).toEqual([...first.deliveryIds, ...second.deliveryIds]);
    expect(deliveries[MANY - 1]).toMatchObject({
      body: payload,
      status: "pending",
      targetHost: "example.com",
      eventType: "order.created",
    });
    await settleHandOvers();
    // In batches (lib/events/gather.ts), since all go to one target: each of them once.
    const [batches = []] = sent.mock.lastCall ?? [];
    const handedOver = batches.flatMap(({ data }) => data.batch);
    expect(handedOver.map(({ deliveryId }) => deliveryId).sort()).toEqual(
      deliveries.map(({ id }) => id),
    );
    const [begin, ...rest] = await steps();
    expect(begin).toMatchObject({ status: "succeeded", input: null, output: payload });
    expect(
      rest.map(({ status, input, output, deliveryId }) => [status, input, output, deliveryId]),
    ).toEqual(deliveries.map(({ id }) => ["waiting", payload, null, id]));
  });

  it("takes over each delivery's end, and has ended with the last of them", async () => {
    await start([trigger("t"), ...leaves], edges);
    await advance();
    await db().delivery.updateMany({
      where: { runId, nodeId: { not: "n0" } },
      data: { status: "succeeded", completedAt: new Date(), attemptCount: 1, lastStatusCode: 200 },
    });
    await advance();
    expect(await getRun({ actor, id: runId })).toMatchObject({ status: "running" });
    await end("n0", "failed");
    await advance();
    const run = await getRun({ actor, id: runId });
    expect(run).toMatchObject({ status: "failed", completedAt: expect.any(String) });
    expect(run.steps[1]).toMatchObject({ status: "failed", reason: "It answered 500." });
    expect(JSON.parse(run.steps[MANY]?.output ?? "")).toEqual({
      deliveryId: run.steps[MANY]?.deliveryId,
      status: "succeeded",
      statusCode: 200,
      attempts: 1,
    });
  });
});

describe("a run whose way breaks", () => {
  const later: GraphNode = { ...send("later"), operationVersion: 99 };

  it("skips all that follows at once, each with its reason, and takes it up again when mended", async () => {
    const chain = ["a", "b", "c", "d"].map(send);
    const edges = [edge("t", "a"), edge("a", "b"), edge("b", "c"), edge("c", "d")];
    await start([trigger("t"), ...chain], edges);
    await advance();
    await end("a", "failed");
    await advance();
    expect((await steps()).map(({ status, reason }) => [status, reason])).toEqual([
      ["succeeded", null],
      ["failed", "It answered 500."],
      ["skipped", "“Send Webhook” did not succeed."],
      ["skipped", "“Send Webhook” was skipped."],
      ["skipped", "“Send Webhook” was skipped."],
    ]);
    await end("a", "succeeded");
    await advance();
    expect(await statuses()).toEqual({
      t: "succeeded",
      a: "succeeded",
      b: "waiting",
      c: "pending",
      d: "pending",
    });
    expect(await getRun({ actor, id: runId })).toMatchObject({ status: "running" });
  });

  it("fails a node of a later version than this instance knows, and starts those beside it", async () => {
    await start([trigger("t"), later, send("a")], [edge("t", "later"), edge("t", "a")]);
    await advance();
    expect(await statuses()).toEqual({ t: "succeeded", later: "failed", a: "waiting" });
    expect((await steps())[1]).toMatchObject({
      reason: "This instance has no operation “webhooks.send” (version 99).",
      input: null,
      deliveryId: null,
    });
  });

  it("is cancelled when its scenario was deleted meanwhile, and starts nothing more", async () => {
    const { scenarioId } = await start(
      [trigger("t"), send("a"), send("b")],
      [edge("t", "a"), edge("a", "b")],
    );
    await advance();
    await db().scenario.update({ where: { id: scenarioId }, data: { deletedAt: new Date() } });
    await end("a", "succeeded");
    expect(await advance()).toEqual({ deliveryIds: [] });
    expect(await statuses()).toEqual({ t: "succeeded", a: "succeeded", b: "pending" });
    expect(await getRun({ actor, id: runId })).toMatchObject({ status: "cancelled" });
  });

  it("that is not there, or has ended, is left alone", async () => {
    expect(await advanceRun({ runId: "run_none" })).toEqual({ deliveryIds: [] });
    await start([trigger("t"), later], [edge("t", "later")]);
    await advance();
    const before = await getRun({ actor, id: runId });
    expect(before.status).toBe("failed");
    expect(await advance()).toEqual({ deliveryIds: [] });
    expect(await getRun({ actor, id: runId })).toEqual(before);
  });
});
