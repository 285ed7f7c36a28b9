import { beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "@/lib/db";
import { attemptDelivery } from "@/lib/deliveries/attempt-delivery";
import { cancelDelivery } from "@/lib/deliveries/cancel-delivery";
import { probeTargets } from "@/lib/targets/probe-targets";
import { actor, type Message, withTarget } from "./support/failing-target";

vi.hoisted(() => {
  process.env.LOG_LEVEL = "silent";
});
// An engine that is away: what it is asked for stays in the outbox, to be looked at.
vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof import("@/inngest/client")>()),
  inngest: { send: () => Promise.reject(new Error("The engine is away.")) },
}));

const MINUTE_MS = 60_000;
const {
  receiver,
  scenario,
  thresholds,
  target,
  health,
  targets,
  resume,
  release,
  delivery,
  messages,
  askedToSend,
  order,
  attempt,
  pausedTarget,
} = withTarget();

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
      { deliveryId: oldest, targetHost: new URL(receiver().origin).host },
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
    receiver().script("/erp", 200);
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
    receiver().script("/erp", 200);
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
    const before = receiver().requestsTo("/erp").length;
    await send(probe);
    await send({ deliveryId: two, stepKey: "probe-2" });
    expect(receiver().requestsTo("/erp")).toHaveLength(before);
    expect(await delivery(one)).toMatchObject({ status: "pending", attemptCount: 0 });
  });

  it("is not made of nothing: without a held delivery it waits for the first", async () => {
    expect(await probeTargets({ now: soon() })).toEqual({ probed: 0 });
    await order();
    expect(await probeTargets({ now: soon() })).toEqual({ probed: 1 });
  });

  it("comes to a target behind hundreds that hold nothing", async () => {
    const id = await order();
    await db().targetHealth.updateMany({ data: { lastProbeAt: new Date(Date.now() - MINUTE_MS) } });
    await db().$executeRaw`
      INSERT INTO target_health (scenario_id, node_id, node_name, target_host,
        consecutive_failures, failing_since, paused_at, updated_at)
      SELECT ${scenario()}, '-' || n, 'Idle', 'idle.example', 9, now(), now(), now()
      FROM generate_series(1, 600) AS n`;
    const now = new Date(Date.now() + 120 * MINUTE_MS);
    expect(await probeTargets({ now })).toEqual({ probed: 1 });
    expect(await probes()).toMatchObject([{ deliveryId: id }]);
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
    await db().targetHealth.deleteMany({ where: { scenarioId: scenario() } });
    await probeTargets({ now: new Date() });
    expect(await messages("webhook/held.requested")).toMatchObject([target()]);
  });
});
