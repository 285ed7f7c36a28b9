import { describe, expect, it, vi } from "vitest";
import { db } from "@/lib/db";
import { failDelivery } from "@/lib/deliveries/fail-delivery";
import { activateScenario } from "@/lib/scenarios/activate-scenario";
import { deactivateScenario } from "@/lib/scenarios/deactivate-scenario";
import { lockScenario } from "@/lib/scenarios/find-scenario";
import { testScenario } from "@/lib/scenarios/test-scenario";
import { listTargets } from "@/lib/targets/list-targets";
import { actor, nodeId, withTarget } from "./support/failing-target";

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
  hook,
  thresholds,
  health,
  target,
  targets,
  delivery,
  listed,
  order,
  attempt,
  sendOrder,
  fail,
  publish,
} = withTarget();

describe("finished deliveries of a target", () => {
  it("leave nothing behind while they arrive", async () => {
    await sendOrder();
    await sendOrder();
    expect(await health()).toBeNull();
  });

  it("are made and counted while somebody holds the scenario, to edit or delete it", async () => {
    await db().$transaction(async (tx) => {
      await lockScenario(tx, scenario());
      await fail(1);
    });
    expect(await health()).toMatchObject({ consecutiveFailures: 1 });
  });

  it("that fail are counted, from when the first of them ended, until one arrives", async () => {
    const [first] = await fail(3);
    const since = (await delivery(first ?? "")).completedAt;
    expect(await health()).toMatchObject({
      consecutiveFailures: 3,
      failingSince: new Date(since ?? ""),
      nodeName: "Send to ERP",
      targetHost: new URL(receiver().origin).host,
      pausedAt: null,
    });
    receiver().script("/erp", 200);
    await sendOrder();
    expect(await health()).toBeNull();
    await fail(1);
    expect(await health()).toMatchObject({ consecutiveFailures: 1 });
  });

  it("that end at once are all counted, and pause it once", async () => {
    receiver().script("/erp", 500);
    const ids = [];
    for (let n = 0; n < 8; n++) ids.push(await order());
    await Promise.all(ids.map((id) => attempt(id)));
    const row = await health();
    expect(row).toMatchObject({ consecutiveFailures: 8, pausedAt: expect.any(Date) });
    const ends = await db().delivery.findMany({
      where: { scenarioId: scenario() },
      select: { completedAt: true },
    });
    const first = Math.min(...ends.map(({ completedAt }) => completedAt?.getTime() ?? Number.NaN));
    expect(row?.failingSince.getTime()).toBe(first);
  });

  it("do not count while they wait for another attempt", async () => {
    const config = { webhookUrl: receiver().url("/erp"), retryAttempts: 2 };
    await publish(hook("/erp", { config }));
    receiver().script("/erp", 500);
    const id = await sendOrder();
    expect((await delivery(id)).status).toBe("retrying");
    expect(await health()).toBeNull();
  });

  it("do not count as tests", async () => {
    receiver().script("/erp", 500);
    const { deliveryIds } = await testScenario({ actor, id: scenario(), input: {} });
    await attempt(deliveryIds[0] ?? "");
    expect((await delivery(deliveryIds[0] ?? "")).status).toBe("failed");
    expect(await health()).toBeNull();
  });

  it("count once, however often one is sent again in vain; a resend that arrives shows it is well", async () => {
    const [one, two] = await fail(2);
    await attempt(one ?? "", "manual");
    await attempt(one ?? "", "manual");
    expect(await health()).toMatchObject({ consecutiveFailures: 2 });
    receiver().script("/erp", 200);
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
    receiver().script("/erp", 500);
    const id = await order();
    const { runId } = await delivery(id);
    const both = await db().delivery.findMany({ where: { runId } });
    for (const one of both) await attempt(one.id);
    expect(await db().targetHealth.findMany({ where: { scenarioId: scenario() } })).toMatchObject([
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
      host: new URL(receiver().origin).host,
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
    receiver().script("/erp", 200);
    await sendOrder();
    const counted = await fail(3);
    const [item] = await targets();
    expect(item?.failures).toBe(3);
    const query = { nodeId, status: "failed", endedSince: item?.failingSince };
    expect(await listed(query)).toEqual(counted.reverse());
    expect(await listed({ ...query, nodeId: "another" })).toEqual([]);
  });

  it("tells the kind of failure that most of them are of", async () => {
    receiver().script("/erp", 404, 500, 404, 404);
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
    await deactivateScenario({ actor, id: scenario() });
    expect(await targets()).toEqual([]);
    await activateScenario({ actor, id: scenario() });
    await fail(2);
    await deactivateScenario({ actor, id: scenario() });
    expect(await targets()).toMatchObject([{ failures: 4, pausedAt: expect.any(String) }]);
  });

  it("is not paused before it has failed for as long as the settings say", async () => {
    await thresholds({ hours: 1 });
    await fail(5);
    expect(await health()).toMatchObject({ consecutiveFailures: 5, pausedAt: null });
    await db().targetHealth.updateMany({
      where: { scenarioId: scenario() },
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
