import { afterAll, beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "@/lib/db";
import { settleHandOvers } from "@/lib/events/outbox";
import { AppError } from "@/lib/http/errors";
import { newId } from "@/lib/ids";
import { getOrder } from "@/lib/orders/get-order";
import { advanceRun } from "@/lib/runs/advance-run";
import { createRuns } from "@/lib/runs/create-runs";
import { getRun } from "@/lib/runs/get-run";
import { listRuns } from "@/lib/runs/list-runs";
import { retryRun } from "@/lib/runs/retry-run";
import type { GraphNode } from "@/lib/scenarios/graph";
import { edge, send, trigger } from "@/lib/scenarios/testing/arbitrary";
import { withTestDatabase } from "./support/database";

const { sent } = vi.hoisted(() => ({ sent: vi.fn(async () => ({ ids: [] })) }));
vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof import("@/inngest/client")>()),
  inngest: { send: sent },
}));

const actor = { kind: "user", id: "usr_ann", email: "ann@example.com", role: "owner" } as const;
const payload = JSON.stringify({ event: "order.created", orderNumber: "1001" });

let count = 0;
/** Of the run under test, which is the first for its event. */
let ids = { run: "", scenario: "", event: "", order: "" };

withTestDatabase();

afterAll(settleHandOvers);

const version = (number: number | null) => `ver_${count}_${number}`;

/** Publishes a graph: a trigger, which leads to `a` and `b`, and `a` to `c`, as far as they are given. */
async function publish(number: number | null, nodes: GraphNode[]) {
  const has = (id: string) => nodes.some((node) => node.id === id);
  const edges = [edge("t", "a"), edge("t", "b"), edge("a", "c")].filter((each) => has(each.target));
  const graph = JSON.stringify({ nodes: [trigger("t"), ...nodes], edges });
  await db().scenarioVersion.create({
    data: { id: version(number), scenarioId: ids.scenario, number, graph },
  });
  if (number !== null) {
    await db().scenario.update({
      where: { id: ids.scenario },
      data: { publishedVersionId: version(number), status: "active" },
    });
  }
}

/** As delivery functions leave them. */
async function end(runId: string, statuses: Record<string, "succeeded" | "failed" | "cancelled">) {
  for (const [nodeId, status] of Object.entries(statuses)) {
    await db().delivery.update({
      where: { runId_nodeId: { runId, nodeId } },
      data: { status, completedAt: new Date(), attemptCount: 1, lastStatusCode: 200 },
    });
  }
  await advanceRun({ runId });
}

beforeEach(async () => {
  count += 1;
  ids = {
    run: newId("run"),
    scenario: `scn_${count}`,
    event: `evt_${count}`,
    order: `ord_${count}`,
  };
  await db().order.create({
    data: {
      id: ids.order,
      number: `ORD-${count}`,
      email: "customer@example.com",
      firstName: "A",
      lastName: "B",
      items: "[]",
      totalCents: 0n,
      paymentStatus: "paid",
      status: "pending",
    },
  });
  await db().event.create({
    data: {
      id: ids.event,
      type: "order.created",
      orderId: ids.order,
      payload,
      occurredAt: new Date(),
    },
  });
  await db().scenario.create({ data: { id: ids.scenario, name: "Retried", draft: "{}" } });
  await publish(1, [send("a"), send("b"), send("c")]);
});

/** Walks the first run: `a` fails, `b` succeeds, `c` is skipped because of `a`. */
async function fail({ isTest = false } = {}) {
  await db().run.create({
    data: {
      id: ids.run,
      scenarioId: ids.scenario,
      versionId: version(1),
      eventId: ids.event,
      isTest,
    },
  });
  await advanceRun({ runId: ids.run });
  await end(ids.run, { a: "failed", b: "succeeded" });
}

const retry = (from: string, version = "same", id = ids.run) =>
  retryRun({ actor, id, input: { from, version } });
const runOf = (id: string) => getRun({ actor, id });
const statuses = async (id: string) =>
  Object.fromEntries((await runOf(id)).steps.map(({ nodeId, status }) => [nodeId, status]));
const runCount = () => db().run.count({ where: { eventId: ids.event } });

/** The problem with which it is refused. */
async function refusal(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`not refused: ${String(error)}`);
  return error;
}

describe("a run retried from the failed node", () => {
  it("repeats what failed or was skipped for it, and takes over what succeeded, output included", async () => {
    await fail();
    const before = await runOf(ids.run);
    const { runId } = await retry("failed");
    await advanceRun({ runId });
    expect(await statuses(runId)).toEqual({
      t: "succeeded",
      a: "waiting",
      b: "succeeded",
      c: "pending",
    });
    await end(runId, { a: "succeeded" });
    await end(runId, { c: "succeeded" });
    const after = await runOf(runId);
    expect(after.status).toBe("succeeded");
    const step = (run: typeof after, nodeId: string) =>
      run.steps.find((each) => each.nodeId === nodeId);
    expect(step(after, "b")).toEqual({ ...step(before, "b"), takenOverFrom: ids.run });
    expect(step(after, "t")).toEqual({ ...step(before, "t"), takenOverFrom: ids.run });
    expect(step(after, "a")).toMatchObject({ takenOverFrom: null, input: payload });
    expect(step(after, "a")?.deliveryId).not.toBe(step(before, "a")?.deliveryId);
    expect(await runOf(ids.run)).toMatchObject({ status: "failed", steps: before.steps });
  });

  it("has deliveries of its own with the same bytes, for what it repeats alone", async () => {
    await fail();
    const { runId } = await retry("failed");
    await advanceRun({ runId });
    const first = await db().delivery.findMany({ where: { runId: ids.run } });
    const repeated = await db().delivery.findMany({ where: { runId } });
    expect(repeated).toMatchObject([
      { nodeId: "a", body: payload, status: "pending", attemptCount: 0, eventId: ids.event },
    ]);
    expect(first.map(({ id }) => id)).not.toContain(repeated[0]?.id);
  });

  it("is linked to the original both ways, and by a mark in the list and the order's trace", async () => {
    await fail();
    const { runId } = await retry("failed");
    expect(await runOf(runId)).toMatchObject({
      retryOf: ids.run,
      retryFrom: "failed",
      original: { id: ids.run, status: "failed", retryFrom: null },
      retries: [],
    });
    expect(await runOf(ids.run)).toMatchObject({
      retryOf: null,
      original: null,
      retries: [{ id: runId, status: "running", retryFrom: "failed" }],
    });
    const { items } = await listRuns({ actor, query: { scenarioId: ids.scenario } });
    expect(items.map(({ id, retryOf }) => [id, retryOf])).toEqual(
      expect.arrayContaining([
        [runId, ids.run],
        [ids.run, null],
      ]),
    );
    const { trace } = await getOrder({ actor, id: ids.order });
    expect(trace.runs.map(({ retryOf }) => retryOf)).toEqual([null, ids.run]);
  });

  it("that failed too is retried in its turn; what was taken over twice is still the first run's", async () => {
    await fail();
    const { runId: second } = await retry("failed");
    await advanceRun({ runId: second });
    await end(second, { a: "failed" });
    const { runId: third } = await retry("failed", "same", second);
    await advanceRun({ runId: third });
    const steps = (await runOf(third)).steps;
    const first = (await runOf(ids.run)).steps;
    expect(steps.map(({ takenOverFrom }) => takenOverFrom)).toEqual([ids.run, null, ids.run, null]);
    expect(steps[2]?.deliveryId).toBe(first[2]?.deliveryId);
    expect(await runOf(third)).toMatchObject({ original: { id: second } });
  });

  it("also repeats what was cancelled", async () => {
    await db().run.create({
      data: {
        id: ids.run,
        scenarioId: ids.scenario,
        versionId: version(1),
        eventId: ids.event,
      },
    });
    await advanceRun({ runId: ids.run });
    await end(ids.run, { a: "cancelled", b: "succeeded" });
    const { runId } = await retry("failed");
    await advanceRun({ runId });
    expect(await statuses(runId)).toMatchObject({ a: "waiting", b: "succeeded" });
  });

  it("of which nothing failed is refused, from the start it is not", async () => {
    await fail();
    await db().delivery.updateMany({ where: { runId: ids.run }, data: { status: "succeeded" } });
    await advanceRun({ runId: ids.run });
    await end(ids.run, { c: "succeeded" });
    const error = await refusal(retry("failed"));
    expect(error).toMatchObject({ code: "conflict", errors: [{ path: "from" }] });
    expect(error.detail).toBe("No node of this run failed. Retry it from the start.");
    const { runId } = await retry("start");
    await advanceRun({ runId });
    expect(await statuses(runId)).toMatchObject({ a: "waiting", b: "waiting" });
  });
});

describe("a run retried from the start", () => {
  it("does everything again, with a new delivery of each node", async () => {
    await fail();
    const { runId } = await retry("start");
    await advanceRun({ runId });
    expect(await statuses(runId)).toEqual({
      t: "succeeded",
      a: "waiting",
      b: "waiting",
      c: "pending",
    });
    const steps = (await runOf(runId)).steps;
    expect(steps.every(({ takenOverFrom }) => takenOverFrom === null)).toBe(true);
    const deliveries = await db().delivery.findMany({ where: { eventId: ids.event } });
    expect(deliveries.map(({ nodeId, body }) => [nodeId, body]).sort()).toEqual([
      ["a", payload],
      ["a", payload],
      ["b", payload],
      ["b", payload],
    ]);
  });
});

describe("a run retried on the version that is live now", () => {
  it("does what is new in it, and takes over what succeeded and is still there", async () => {
    await fail();
    await publish(2, [{ ...send("a"), name: "Mended" }, send("b"), send("c")]);
    const { runId } = await retry("failed", "current");
    await advanceRun({ runId });
    const run = await runOf(runId);
    expect(run.versionNumber).toBe(2);
    expect(run.steps[1]).toMatchObject({ nodeName: "Mended", status: "waiting" });
    expect(run.steps[2]).toMatchObject({ status: "succeeded", takenOverFrom: ids.run });
    expect((await runOf(ids.run)).versionNumber).toBe(1);
  });

  it("is refused from a failed node that is gone in it, and not from the start", async () => {
    await fail();
    await publish(2, [send("b")]);
    const error = await refusal(retry("failed", "current"));
    expect(error.detail).toBe(
      "This version has no “Send Webhook”, where the run failed. Retry it from the start.",
    );
    expect(error.errors).toEqual([{ path: "from", message: error.detail }]);
    expect((await runOf(ids.run)).retryOptions).toEqual([
      { from: "failed", version: "same", versionNumber: 1, refusal: null },
      { from: "start", version: "same", versionNumber: 1, refusal: null },
      { from: "failed", version: "current", versionNumber: 2, refusal: error.detail },
      { from: "start", version: "current", versionNumber: 2, refusal: null },
    ]);
    const { runId } = await retry("start", "current");
    await advanceRun({ runId });
    expect(await statuses(runId)).toEqual({ t: "succeeded", b: "waiting" });
  });

  it("is on the same version where that is live; the choice is offered once", async () => {
    await fail();
    expect((await runOf(ids.run)).retryOptions).toMatchObject([
      { from: "failed", version: "same" },
      { from: "start", version: "same" },
    ]);
    const { runId } = await retry("failed", "current");
    expect((await runOf(runId)).versionNumber).toBe(1);
  });

  it("is refused where nothing was ever published", async () => {
    await fail();
    await db().scenario.update({ where: { id: ids.scenario }, data: { publishedVersionId: null } });
    const error = await refusal(retry("start", "current"));
    expect(error).toMatchObject({ code: "conflict", errors: [{ path: "version" }] });
  });
});

describe("retries asked for at once", () => {
  it("make one run while it goes on; other options are refused meanwhile", async () => {
    await fail();
    const answers = await Promise.all(Array.from({ length: 5 }, () => retry("failed")));
    expect(new Set(answers.map(({ runId }) => runId)).size).toBe(1);
    expect(await runCount()).toBe(2);
    expect((await refusal(retry("start"))).code).toBe("conflict");
    expect((await runOf(ids.run)).retryOptions[0]?.refusal).toBe(
      "Another run of this scenario for the same event is still going on.",
    );
    const { runId } = answers[0] ?? { runId: "" };
    await advanceRun({ runId });
    await end(runId, { a: "failed" });
    expect((await retry("failed")).runId).not.toBe(runId);
  });

  it("of a run and of its own retry make one, too", async () => {
    await fail();
    const { runId } = await retry("failed");
    await advanceRun({ runId });
    await end(runId, { a: "failed" });
    const both = await Promise.allSettled([
      retry("failed", "same", ids.run),
      retry("failed", "same", runId),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await runCount()).toBe(3);
  });
});

describe("no retry can be made of a run", () => {
  const refused = async () => {
    const before = await runCount();
    const errors = [await refusal(retry("failed")), await refusal(retry("start"))];
    expect(errors.map(({ code }) => code)).toEqual(["conflict", "conflict"]);
    expect(await runCount()).toBe(before);
    return errors[1]?.detail;
  };

  it("that is still going on", async () => {
    await fail();
    await db().run.update({ where: { id: ids.run }, data: { status: "running" } });
    expect(await refused()).toBe("The run is still going on. It can be retried once it has ended.");
  });

  it("whose scenario was deleted", async () => {
    await fail();
    await db().scenario.update({ where: { id: ids.scenario }, data: { deletedAt: new Date() } });
    expect(await refused()).toBe("The scenario was deleted: its runs can be read and not retried.");
  });

  it.each(["sending", "succeeded"])("while a resend that mends it is %s", async (status) => {
    await fail();
    await db().delivery.update({
      where: { runId_nodeId: { runId: ids.run, nodeId: "a" } },
      data: { status },
    });
    expect(await refused()).toBe(
      "A delivery of this run is being sent. Wait until that has ended.",
    );
  });

  it("that is not there, or in a way that is not known", async () => {
    expect((await refusal(retry("start", "same", "run_none"))).code).toBe("not_found");
    await fail();
    const error = await refusal(retry("middle"));
    expect(error).toMatchObject({ code: "invalid_request", errors: [{ path: "from" }] });
  });
});

it("a test that is retried stays a test", async () => {
  await fail({ isTest: true });
  const { runId } = await retry("failed");
  await advanceRun({ runId });
  expect(await runOf(runId)).toMatchObject({ isTest: true });
  expect(await db().delivery.findMany({ where: { runId } })).toMatchObject([{ isTest: true }]);
});

it("a retry leaves the guard against doubles in place: the event starts no second first run", async () => {
  await fail();
  await retry("failed");
  const wanted = { scenarioId: ids.scenario, versionId: version(1), eventId: ids.event };
  await db().$transaction((tx) => createRuns(tx, [wanted, wanted]));
  expect(await runCount()).toBe(2);
  await expect(db().run.create({ data: { id: newId("run"), ...wanted } })).rejects.toThrow(
    /unique/i,
  );
});

it("a retry is on record: who asked, and for what", async () => {
  await fail();
  const { runId } = await retry("failed");
  const entry = await db().auditEntry.findFirstOrThrow({ where: { targetId: ids.run } });
  expect(entry).toMatchObject({ action: "run.retried", actorId: actor.id, targetType: "run" });
  expect(JSON.parse(entry.detail ?? "")).toEqual({ runId, from: "failed", version: "same" });
  await settleHandOvers();
  expect(sent.mock.lastCall).toMatchObject([
    expect.arrayContaining([expect.objectContaining({ id: runId })]),
  ]);
});
