import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { type AttemptTrigger, attemptDelivery } from "@/lib/deliveries/attempt-delivery";
import { cancelDelivery } from "@/lib/deliveries/cancel-delivery";
import { failDelivery } from "@/lib/deliveries/fail-delivery";
import { getDelivery } from "@/lib/deliveries/get-delivery";
import { listDeliveries } from "@/lib/deliveries/list-deliveries";
import { settleHandOvers } from "@/lib/events/outbox";
import { updatePreferences } from "@/lib/instance/preferences";
import { createOrder } from "@/lib/orders/create-order";
import { advanceRun } from "@/lib/runs/advance-run";
import { startRuns } from "@/lib/runs/start-runs";
import { activateScenario } from "@/lib/scenarios/activate-scenario";
import { createScenario } from "@/lib/scenarios/create-scenario";
import { deactivateScenario } from "@/lib/scenarios/deactivate-scenario";
import { deleteScenario } from "@/lib/scenarios/delete-scenario";
import { getScenario } from "@/lib/scenarios/get-scenario";
import type { Graph, GraphNode } from "@/lib/scenarios/graph";
import { saveDraft } from "@/lib/scenarios/save-draft";
import { testScenario } from "@/lib/scenarios/test-scenario";
import { edge, trigger } from "@/lib/scenarios/testing/arbitrary";
import { listTargets } from "@/lib/targets/list-targets";
import { pausedNodes } from "@/lib/targets/paused-nodes";
import { probeTargets } from "@/lib/targets/probe-targets";
import { releaseHeld } from "@/lib/targets/release-held";
import { resumeTarget } from "@/lib/targets/resume-target";
import { type Receiver, startReceiver } from "../fixtures/receiver";
import { createTestDatabase, type TestDatabase } from "./support/database";
import { eventually } from "./support/eventually";
import { anOrder } from "./support/scenarios";

vi.hoisted(() => {
  process.env.LOG_LEVEL = "silent";
});
// An engine that is away: what it is asked for stays in the outbox, to be looked at.
vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof import("@/inngest/client")>()),
  inngest: { send: () => Promise.reject(new Error("The engine is away.")) },
}));

const actor: Actor = { kind: "user", id: "usr_ann", email: "ann@example.com", role: "owner" };
const nodeId = "hook";
const MINUTE_MS = 60_000;

let database: TestDatabase;
let receiver: Receiver;
let scenarioId = "";

beforeAll(async () => {
  database = await createTestDatabase();
  receiver = await startReceiver();
  process.env.DATABASE_URL = database.url;
  process.env.APP_SECRET = "a secret of the integration tests";
});

afterAll(async () => {
  await settleHandOvers();
  await db().$disconnect();
  await receiver.close();
  await database.drop();
});

const hook = (path: string, more: Partial<GraphNode> = {}): GraphNode => ({
  id: nodeId,
  operation: "webhooks.send",
  operationVersion: 1,
  name: "Send to ERP",
  config: { webhookUrl: receiver.url(path), retryAttempts: 0 },
  ...more,
});
const graphOf = (...nodes: GraphNode[]): Graph => ({
  nodes: [trigger("t"), ...nodes],
  edges: nodes.map(({ id }) => edge("t", id)),
});

beforeEach(async () => {
  receiver.reset();
  await thresholds({ pauses: true, failures: 4, hours: 0 });
  const input = { name: "To ERP", graph: graphOf(hook("/erp")) };
  ({ id: scenarioId } = await createScenario({ actor, input }));
  await activateScenario({ actor, id: scenarioId });
});

afterEach(async () => {
  await deleteScenario({ actor, id: scenarioId }).catch(() => undefined);
  await settleHandOvers();
  await db().outboxMessage.deleteMany();
});

const thresholds = (failingTargets: { pauses?: boolean; failures?: number; hours?: number }) =>
  updatePreferences({ actor, input: { failingTargets } });
const target = () => ({ scenarioId, nodeId });
const health = () => db().targetHealth.findUnique({ where: { scenarioId_nodeId: target() } });
const targets = async () => (await listTargets({ actor })).items;
const resume = () => resumeTarget({ actor, ...target() });
const release = () => releaseHeld(target());
const delivery = (id: string) => getDelivery({ actor, id });
const listed = async (query: object) =>
  (await listDeliveries({ actor, query: { scenarioId, ...query } })).items.map(({ id }) => id);
type Message = Partial<Record<string, string>>;
const messages = async (name: string) =>
  (await db().outboxMessage.findMany({ where: { name }, orderBy: { id: "asc" } }))
    .map(({ id, data }): Message => ({ id, ...(JSON.parse(data) as Record<string, string>) }))
    .filter((message) => message.scenarioId === undefined || message.scenarioId === scenarioId);
const askedToSend = async () =>
  (await messages("webhook/delivery.requested")).map(({ id }) => id).sort();

/** An order with its run, up to its deliveries; nothing is sent. */
async function order(): Promise<string> {
  const { eventId } = await createOrder({ actor, input: anOrder() });
  if (!eventId) throw new Error("The order has no event.");
  await startRuns({ eventId });
  const run = await db().run.findFirstOrThrow({ where: { eventId, scenarioId } });
  const { deliveryIds } = await advanceRun({ runId: run.id });
  return deliveryIds[0] ?? "";
}

let step = 0;
/** One attempt, as a delivery function makes it. */
function attempt(deliveryId: string, as: AttemptTrigger = "automatic") {
  step += 1;
  return attemptDelivery({ deliveryId, stepKey: `${as}-${step}`, trigger: as, scheduled: 1 });
}
async function sendOrder(): Promise<string> {
  const id = await order();
  await attempt(id);
  return id;
}
/** This many orders whose deliveries fail. */
async function fail(times: number): Promise<string[]> {
  receiver.script("/erp", 500);
  const ids = [];
  for (let n = 0; n < times; n++) ids.push(await sendOrder());
  return ids;
}
async function pausedTarget(): Promise<void> {
  await fail(4);
  expect(await health()).toMatchObject({ pausedAt: expect.any(Date) });
  await settleHandOvers();
  await db().outboxMessage.deleteMany();
}

describe("finished deliveries of a target", () => {
  it("leave nothing behind while they arrive", async () => {
    await sendOrder();
    await sendOrder();
    expect(await health()).toBeNull();
  });

  it("that fail are counted, from when the first of them ended, until one arrives", async () => {
    const [first] = await fail(3);
    const since = (await delivery(first ?? "")).completedAt;
    expect(await health()).toMatchObject({
      consecutiveFailures: 3,
      failingSince: new Date(since ?? ""),
      nodeName: "Send to ERP",
      targetHost: new URL(receiver.origin).host,
      pausedAt: null,
    });
    receiver.script("/erp", 200);
    await sendOrder();
    expect(await health()).toBeNull();
    await fail(1);
    expect(await health()).toMatchObject({ consecutiveFailures: 1 });
  });

  it("that end at once are all counted, and pause it once", async () => {
    receiver.script("/erp", 500);
    const ids = [];
    for (let n = 0; n < 8; n++) ids.push(await order());
    await Promise.all(ids.map((id) => attempt(id)));
    const row = await health();
    expect(row).toMatchObject({ consecutiveFailures: 8, pausedAt: expect.any(Date) });
    const ends = await db().delivery.findMany({
      where: { scenarioId },
      select: { completedAt: true },
    });
    const first = Math.min(...ends.map(({ completedAt }) => completedAt?.getTime() ?? Number.NaN));
    expect(row?.failingSince.getTime()).toBe(first);
  });

  it("do not count while they wait for another attempt", async () => {
    const config = { webhookUrl: receiver.url("/erp"), retryAttempts: 2 };
    await publish(hook("/erp", { config }));
    receiver.script("/erp", 500);
    const id = await sendOrder();
    expect((await delivery(id)).status).toBe("retrying");
    expect(await health()).toBeNull();
  });

  it("do not count as tests", async () => {
    receiver.script("/erp", 500);
    const { deliveryIds } = await testScenario({ actor, id: scenarioId, input: {} });
    await attempt(deliveryIds[0] ?? "");
    expect((await delivery(deliveryIds[0] ?? "")).status).toBe("failed");
    expect(await health()).toBeNull();
  });

  it("count once, however often one is sent again in vain; a resend that arrives shows it is well", async () => {
    const [one, two] = await fail(2);
    await attempt(one ?? "", "manual");
    await attempt(one ?? "", "manual");
    expect(await health()).toMatchObject({ consecutiveFailures: 2 });
    receiver.script("/erp", 200);
    await attempt(two ?? "", "manual");
    expect(await health()).toBeNull();
  });

  it("that had arrived say nothing new when they are sent again in vain", async () => {
    const arrived = await sendOrder();
    await fail(2);
    await attempt(arrived, "manual");
    expect((await delivery(arrived)).status).toBe("succeeded");
    expect(await health()).toMatchObject({ consecutiveFailures: 2 });
  });

  it("count for the engine's giving up as well", async () => {
    const id = await order();
    await failDelivery({ deliveryId: id });
    await failDelivery({ deliveryId: id });
    expect(await health()).toMatchObject({ consecutiveFailures: 1 });
  });

  it("count for each node of a scenario apart", async () => {
    await publish(hook("/erp"), hook("/crm", { id: "other", name: "Send to CRM" }));
    receiver.script("/erp", 500);
    const id = await order();
    const { runId } = await delivery(id);
    const both = await db().delivery.findMany({ where: { runId } });
    for (const one of both) await attempt(one.id);
    expect(await db().targetHealth.findMany({ where: { scenarioId } })).toMatchObject([
      { nodeId, consecutiveFailures: 1 },
    ]);
  });
});

describe("a target that keeps failing", () => {
  it("is not listed for a failure or two, and is from half of the threshold on", async () => {
    await fail(1);
    expect(await targets()).toEqual([]);
    await fail(1);
    const [item, ...more] = await targets();
    expect(more).toEqual([]);
    expect(item).toMatchObject({
      ...target(),
      scenarioName: "To ERP",
      nodeName: "Send to ERP",
      host: new URL(receiver.origin).host,
      failures: 2,
      pausedAt: null,
      heldCount: 0,
      failure: {
        kind: "server_error",
        hint: expect.stringContaining("The fault is at the receiver."),
      },
    });
    expect((await listTargets({ actor })).pausing).toEqual({ pauses: true, failures: 4, hours: 0 });
  });

  it("links to just the deliveries that it counts", async () => {
    await fail(1);
    receiver.script("/erp", 200);
    await sendOrder();
    const counted = await fail(3);
    const [item] = await targets();
    expect(item?.failures).toBe(3);
    const query = { nodeId, status: "failed", endedSince: item?.failingSince };
    expect(await listed(query)).toEqual(counted.reverse());
    expect(await listed({ ...query, nodeId: "another" })).toEqual([]);
  });

  it("tells the kind of failure that most of them are of", async () => {
    receiver.script("/erp", 404, 500, 404, 404);
    await thresholds({ failures: 4, pauses: false });
    for (let n = 0; n < 3; n++) await sendOrder();
    expect((await targets())[0]).toMatchObject({
      failures: 3,
      failure: {
        kind: "client_error",
        hint: expect.stringContaining("Nothing is at this address"),
      },
    });
  });

  it("is not listed while its scenario is inactive, unless it is paused", async () => {
    await fail(2);
    await deactivateScenario({ actor, id: scenarioId });
    expect(await targets()).toEqual([]);
    await activateScenario({ actor, id: scenarioId });
    await fail(2);
    await deactivateScenario({ actor, id: scenarioId });
    expect(await targets()).toMatchObject([{ failures: 4, pausedAt: expect.any(String) }]);
  });

  it("is not paused before it has failed for as long as the settings say", async () => {
    await thresholds({ hours: 1 });
    await fail(5);
    expect(await health()).toMatchObject({ consecutiveFailures: 5, pausedAt: null });
    await db().targetHealth.updateMany({
      where: { scenarioId },
      data: { failingSince: new Date(Date.now() - 61 * MINUTE_MS) },
    });
    await fail(1);
    expect(await health()).toMatchObject({ pausedAt: expect.any(Date) });
  });

  it("is never paused where the settings say so", async () => {
    await thresholds({ pauses: false });
    await fail(6);
    expect(await health()).toMatchObject({ consecutiveFailures: 6, pausedAt: null });
    expect(await targets()).toMatchObject([{ failures: 6, pausedAt: null }]);
  });
});

describe("while a target is paused", () => {
  beforeEach(pausedTarget);

  it("a run makes its delivery, which is held: nothing asks the engine to send it", async () => {
    const id = await order();
    expect(await delivery(id)).toMatchObject({ status: "pending", heldAt: expect.any(String) });
    expect(await askedToSend()).toEqual([]);
    expect(await targets()).toMatchObject([{ heldCount: 1, pausedAt: expect.any(String) }]);
    expect(await listed({ held: "true" })).toEqual([id]);
    expect(await listed({ held: "false" })).toHaveLength(4);
    expect(await listed({ held: "true", status: "failed" })).toEqual([]);
    const run = await db().run.findUnique({ where: { id: (await delivery(id)).runId } });
    expect(run?.status).toBe("running");
  });

  it("tests are sent all the same", async () => {
    const { deliveryIds } = await testScenario({ actor, id: scenarioId, input: {} });
    expect(await delivery(deliveryIds[0] ?? "")).toMatchObject({ heldAt: null });
    expect(await askedToSend()).toEqual(deliveryIds);
  });

  it("other nodes of the scenario are sent to as ever", async () => {
    await publish(hook("/erp"), hook("/crm", { id: "other" }));
    const { runId } = await delivery(await order());
    const both = await db().delivery.findMany({ where: { runId }, orderBy: { nodeId: "asc" } });
    expect(both.map(({ heldAt }) => heldAt !== null)).toEqual([true, false]);
    expect(await askedToSend()).toEqual([both[1]?.id]);
  });

  it("a held delivery can be cancelled, and stays so when the others are released", async () => {
    const [one, two] = [await order(), await order()];
    expect(await cancelDelivery({ actor, id: one })).toMatchObject({
      status: "cancelled",
      heldAt: null,
    });
    expect(await listed({ held: "true" })).toEqual([two]);
    expect(await resume()).toMatchObject({ released: 1 });
    await release();
    expect(await askedToSend()).toEqual([two]);
    expect((await delivery(one)).status).toBe("cancelled");
  });

  it("a resend in vain leaves a delivery held; one that arrives resumes the target", async () => {
    const [one, two] = [await order(), await order()];
    await attempt(one, "manual");
    expect(await delivery(one)).toMatchObject({ status: "pending", heldAt: expect.any(String) });
    receiver.script("/erp", 200);
    await attempt(one, "manual");
    expect(await delivery(one)).toMatchObject({ status: "succeeded", heldAt: null });
    expect(await health()).toBeNull();
    expect(await messages("webhook/held.requested")).toMatchObject([target()]);
    await release();
    expect(await askedToSend()).toEqual([two]);
  });

  it("nothing is released, whoever asks", async () => {
    const id = await order();
    expect(await release()).toEqual({ released: 0 });
    expect((await delivery(id)).heldAt).not.toBeNull();
  });

  it("deleting the scenario cancels what is held, and forgets the target", async () => {
    const id = await order();
    await deleteScenario({ actor, id: scenarioId });
    expect(await delivery(id)).toMatchObject({ status: "cancelled", heldAt: null });
    expect(await targets()).toEqual([]);
    await probeTargets({ now: new Date() });
    expect(await health()).toBeNull();
  });
});

describe("resuming a target", () => {
  beforeEach(pausedTarget);

  it("sends what was held, the oldest first, each once, and what comes after it at once", async () => {
    const held = [await order(), await order(), await order()];
    const answers = await Promise.all([resume(), resume()]);
    expect(answers).toMatchObject([{ released: 3 }, { released: 3 }]);
    expect(await health()).toBeNull();
    await Promise.all([release(), release()]);
    expect(await askedToSend()).toEqual(held);
    expect(await release()).toEqual({ released: 0 });
    const after = await order();
    expect((await delivery(after)).heldAt).toBeNull();
    expect(await askedToSend()).toEqual([...held, after]);
    receiver.script("/erp", 200);
    for (const id of held) await attempt(id);
    for (const id of held) expect(await delivery(id)).toMatchObject({ status: "succeeded" });
    const audit = await db().auditEntry.findMany({
      where: { targetId: scenarioId, action: "target.resumed" },
    });
    expect(audit).toMatchObject([
      { actorId: "usr_ann", detail: JSON.stringify({ nodeId, held: 3 }) },
    ]);
  });

  it("again changes nothing, and of an unknown node or scenario is a 404", async () => {
    await resume();
    expect(await resume()).toEqual({ ...target(), released: 0 });
    const elsewhere = { actor, ...target() };
    await expect(resumeTarget({ ...elsewhere, nodeId: "t" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(resumeTarget({ ...elsewhere, nodeId: "none" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(resumeTarget({ ...elsewhere, scenarioId: "scn_none" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("waits for a run that is about to hold a delivery, so that none is left behind", async () => {
    const isWaitedFor = async () => {
      const [row] = await db().$queryRaw<{ count: bigint }[]>`
        SELECT count(*) FROM pg_locks WHERE NOT granted`;
      return row !== undefined && row.count > 0n;
    };
    let isResumed = false;
    const resumed = await db().$transaction(async (tx) => {
      expect([...(await pausedNodes(tx, { scenarioId, nodeIds: [nodeId] }))]).toEqual([nodeId]);
      const resuming = resume().then((answer) => {
        isResumed = true;
        return answer;
      });
      await eventually(isWaitedFor, { what: "the resume to wait", timeoutMs: 10_000 });
      expect(isResumed).toBe(false);
      return { resuming };
    });
    await resumed.resuming;
    expect([...(await pausedNodes(db(), { scenarioId, nodeIds: [nodeId] }))]).toEqual([]);
  });

  it("sends many in turns, at the rate of replays", async () => {
    await updatePreferences({ actor, input: { replay: { perSecond: 1 } } });
    const held = [];
    for (let n = 0; n < 7; n++) held.push(await order());
    expect(await resume()).toMatchObject({ released: 7 });
    expect(await release()).toEqual({ released: 5 });
    expect(await askedToSend()).toEqual(held.slice(0, 5));
    const asked = await db().outboxMessage.findMany({ where: { name: "webhook/held.requested" } });
    const latest = Math.max(...asked.map(({ nextAt }) => nextAt.getTime()));
    expect(latest - Date.now()).toBeGreaterThan(2_000);
    expect(await release()).toEqual({ released: 2 });
    expect(await askedToSend()).toEqual(held);
    await updatePreferences({ actor, input: { replay: { perSecond: 20 } } });
  });

  it("takes the configuration that is live by then, and says so", async () => {
    const id = await order();
    await publish(
      hook("/erp", { config: { webhookUrl: receiver.url("/erp"), headers: { "X-New": "1" } } }),
    );
    await resume();
    await release();
    receiver.script("/erp", 200);
    await attempt(id);
    expect(receiver.requestsTo("/erp").at(-1)?.headers["x-new"]).toBe("1");
    expect((await delivery(id)).attempts).toMatchObject([
      { note: "Sent with the configuration of version 2, which is live now." },
    ]);
  });
});

describe("publishing another version", () => {
  beforeEach(pausedTarget);

  it("with another address takes the target for healthy: what was held is sent there", async () => {
    const id = await order();
    await publish(hook("/new-erp"));
    expect(await health()).toBeNull();
    expect(await messages("webhook/held.requested")).toMatchObject([target()]);
    await release();
    await attempt(id);
    expect(receiver.requestsTo("/new-erp")).toHaveLength(1);
    expect((await delivery(id)).status).toBe("succeeded");
  });

  it("with the same address leaves it paused", async () => {
    await publish(hook("/erp", { name: "Send to our ERP" }));
    expect(await health()).toMatchObject({ pausedAt: expect.any(Date), consecutiveFailures: 4 });
  });

  it.each([
    ["without the node", () => [hook("/crm", { id: "other" })]],
    [
      "with the node switched off",
      () => [hook("/erp", { disabled: true }), hook("/crm", { id: "other" })],
    ],
  ])("%s ends its pause: what was held is sent as its run says", async (_, nodes) => {
    const id = await order();
    await publish(...nodes());
    expect(await targets()).toEqual([]);
    await release();
    receiver.script("/erp", 200);
    await attempt(id);
    expect(await delivery(id)).toMatchObject({ status: "succeeded", url: receiver.url("/erp") });
  });
});

describe("a probe", () => {
  beforeEach(pausedTarget);
  const soon = () => new Date(Date.now() + 5 * MINUTE_MS);
  const probes = () => messages("webhook/delivery.probe.requested");
  const send = (probe: Message | undefined) =>
    attemptDelivery({
      deliveryId: probe?.deliveryId ?? "",
      stepKey: probe?.stepKey ?? "",
      trigger: "probe",
      scheduled: 0,
    });

  it("is made of the oldest held delivery, and not before five minutes", async () => {
    const [oldest] = [await order(), await order()];
    expect(await probeTargets({ now: new Date() })).toEqual({ probed: 0 });
    const now = soon();
    expect(await probeTargets({ now })).toEqual({ probed: 1 });
    expect(await probes()).toMatchObject([
      { deliveryId: oldest, targetHost: new URL(receiver.origin).host },
    ]);
    expect(await probeTargets({ now })).toEqual({ probed: 0 });
    expect((await targets())[0]).toMatchObject({ lastProbeAt: now.toISOString() });
  });

  it("asked for at once by two is made once", async () => {
    await order();
    const now = soon();
    await Promise.all([probeTargets({ now }), probeTargets({ now })]);
    expect(await probes()).toHaveLength(1);
  });

  it("that arrives resumes the target, and the others follow", async () => {
    const [one, two] = [await order(), await order()];
    await probeTargets({ now: soon() });
    const [probe] = await probes();
    receiver.script("/erp", 200);
    await send(probe);
    expect(await health()).toBeNull();
    expect(await delivery(one)).toMatchObject({
      status: "succeeded",
      attempts: [{ trigger: "probe" }],
    });
    expect(await messages("webhook/held.requested")).toMatchObject([target()]);
    await release();
    expect(await askedToSend()).toEqual([two]);
  });

  it("that fails leaves the target paused and its delivery held, with all its attempts to come", async () => {
    const id = await order();
    await probeTargets({ now: soon() });
    await send((await probes())[0]);
    expect(await health()).toMatchObject({ consecutiveFailures: 4, pausedAt: expect.any(Date) });
    expect(await delivery(id)).toMatchObject({
      status: "pending",
      heldAt: expect.any(String),
      completedAt: null,
      attemptCount: 1,
    });
    await resume();
    await release();
    receiver.script("/erp", 200);
    await attempt(id);
    expect(await delivery(id)).toMatchObject({ status: "succeeded", attemptCount: 2 });
  });

  it("that comes after its delivery was released, or cancelled, sends nothing", async () => {
    const [one, two] = [await order(), await order()];
    await probeTargets({ now: soon() });
    const [probe] = await probes();
    await cancelDelivery({ actor, id: two });
    await resume();
    await release();
    const before = receiver.requestsTo("/erp").length;
    await send(probe);
    await send({ deliveryId: two, stepKey: "probe-2" });
    expect(receiver.requestsTo("/erp")).toHaveLength(before);
    expect(await delivery(one)).toMatchObject({ status: "pending", attemptCount: 0 });
  });

  it("is not made of nothing: without a held delivery it waits for the first", async () => {
    expect(await probeTargets({ now: soon() })).toEqual({ probed: 0 });
    await order();
    expect(await probeTargets({ now: soon() })).toEqual({ probed: 1 });
  });

  it("is not needed where pausing was turned off: the target is resumed", async () => {
    const held = await order();
    await thresholds({ pauses: false });
    const sent = await order();
    expect((await delivery(sent)).heldAt).toBeNull();
    await probeTargets({ now: new Date() });
    expect(await health()).toBeNull();
    await release();
    expect(await askedToSend()).toEqual([held, sent]);
  });

  it("finds what a resume left behind", async () => {
    await order();
    await db().targetHealth.deleteMany({ where: { scenarioId } });
    await probeTargets({ now: new Date() });
    expect(await messages("webhook/held.requested")).toMatchObject([target()]);
  });
});

/** Saves these nodes behind the trigger, and makes them live. */
async function publish(...nodes: GraphNode[]) {
  const { revision } = await getScenario({ actor, id: scenarioId });
  const input = { baseRevision: revision, graph: graphOf(...nodes) };
  await saveDraft({ actor, id: scenarioId, input });
  await activateScenario({ actor, id: scenarioId });
}
