import { beforeEach, describe, expect, it, vi } from "vitest";
import { db } from "@/lib/db";
import { cancelDelivery } from "@/lib/deliveries/cancel-delivery";
import { updatePreferences } from "@/lib/instance/preferences";
import { deleteScenario } from "@/lib/scenarios/delete-scenario";
import { testScenario } from "@/lib/scenarios/test-scenario";
import { pausedTargets } from "@/lib/targets/paused-targets";
import { probeTargets } from "@/lib/targets/probe-targets";
import { resumeTarget } from "@/lib/targets/resume-target";
import { eventually } from "./support/eventually";
import { actor, nodeId, withTarget } from "./support/failing-target";

vi.hoisted(() => {
  process.env.LOG_LEVEL = "silent";
});
// An engine that is away: what it is asked for stays in the outbox, to be looked at.
vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof import("@/inngest/client")>()),
  inngest: { send: () => Promise.reject(new Error("The engine is away.")) },
}));

const {
  receiver,
  scenario,
  hook,
  target,
  health,
  targets,
  resume,
  release,
  delivery,
  listed,
  messages,
  askedToSend,
  order,
  attempt,
  pausedTarget,
  publish,
} = withTarget();

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
    const { deliveryIds } = await testScenario({ actor, id: scenario(), input: {} });
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
    receiver().script("/erp", 200);
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
    await deleteScenario({ actor, id: scenario() });
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
    receiver().script("/erp", 200);
    for (const id of held) await attempt(id);
    for (const id of held) expect(await delivery(id)).toMatchObject({ status: "succeeded" });
    const audit = await db().auditEntry.findMany({
      where: { targetId: scenario(), action: "target.resumed" },
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
      const target = { scenarioId: scenario(), nodeId };
      expect((await pausedTargets(tx, [target]))(target)).toBe(true);
      const resuming = resume().then((answer) => {
        isResumed = true;
        return answer;
      });
      await eventually(isWaitedFor, { what: "the resume to wait", timeoutMs: 10_000 });
      expect(isResumed).toBe(false);
      return { resuming };
    });
    await resumed.resuming;
    const target = { scenarioId: scenario(), nodeId };
    expect((await pausedTargets(db(), [target]))(target)).toBe(false);
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

  it("again while they are on their way asks for no turn beside theirs", async () => {
    await updatePreferences({ actor, input: { replay: { perSecond: 1 } } });
    for (let n = 0; n < 7; n++) await order();
    await resume();
    await release();
    const before = (await messages("webhook/held.requested")).length;
    for (let n = 0; n < 3; n++) expect(await resume()).toMatchObject({ released: 2 });
    // As many as periods have begun meanwhile, and by no means one for each click.
    expect((await messages("webhook/held.requested")).length - before).toBeLessThan(2);
    await updatePreferences({ actor, input: { replay: { perSecond: 20 } } });
  });

  it("takes the configuration that is live by then, and says so", async () => {
    const id = await order();
    await publish(
      hook("/erp", { config: { webhookUrl: receiver().url("/erp"), headers: { "X-New": "1" } } }),
    );
    await resume();
    await release();
    receiver().script("/erp", 200);
    await attempt(id);
    expect(receiver().requestsTo("/erp").at(-1)?.headers["x-new"]).toBe("1");
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
    expect(receiver().requestsTo("/new-erp")).toHaveLength(1);
    // It stands under the address that accepted it.
    const url = receiver().url("/new-erp");
    expect(await delivery(id)).toMatchObject({ status: "succeeded", url });
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
    receiver().script("/erp", 200);
    await attempt(id);
    expect(await delivery(id)).toMatchObject({ status: "succeeded", url: receiver().url("/erp") });
  });
});
