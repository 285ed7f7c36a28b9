import { afterEach, beforeEach, expect } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { type AttemptTrigger, attemptDelivery } from "@/lib/deliveries/attempt-delivery";
import { getDelivery } from "@/lib/deliveries/get-delivery";
import { listDeliveries } from "@/lib/deliveries/list-deliveries";
import { settleHandOvers } from "@/lib/events/outbox";
import { updatePreferences } from "@/lib/instance/preferences";
import { activateScenario } from "@/lib/scenarios/activate-scenario";
import { createScenario } from "@/lib/scenarios/create-scenario";
import { deleteScenario } from "@/lib/scenarios/delete-scenario";
import { getScenario } from "@/lib/scenarios/get-scenario";
import type { Graph, GraphNode } from "@/lib/scenarios/graph";
import { saveDraft } from "@/lib/scenarios/save-draft";
import { edge, trigger } from "@/lib/scenarios/testing/arbitrary";
import { listTargets } from "@/lib/targets/list-targets";
import { releaseHeld } from "@/lib/targets/release-held";
import { resumeTarget } from "@/lib/targets/resume-target";
import { withTestDatabase } from "./database";
import { dueDelivery } from "./due-delivery";
import { receiver, withSettledReceiver } from "./settled-receiver";

export const actor: Actor = {
  kind: "user",
  id: "usr_ann",
  email: "ann@example.com",
  role: "owner",
};
export const nodeId = "hook";
/** What the engine was asked for. */
export type Message = Partial<Record<string, string>>;

/**
 * For each test of a file a live scenario whose one webhook sends to `/erp` of a receiver, and a pause
 * after four failures. The file's engine has to be away, so that what it is asked for can be looked at.
 */
export function withTarget() {
  withTestDatabase();
  withSettledReceiver();
  let scenarioId = "";

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
  const messages = async (name: string) =>
    (await db().outboxMessage.findMany({ where: { name }, orderBy: { id: "asc" } }))
      .map(({ id, data }): Message => ({ id, ...(JSON.parse(data) as Record<string, string>) }))
      .filter((message) => message.scenarioId === undefined || message.scenarioId === scenarioId);
  const askedToSend = async () =>
    (await messages("webhook/delivery.requested")).map(({ id }) => id).sort();

  /** Of a new order; nothing is sent. */
  const order = async () => (await dueDelivery({ actor, scenarioId })).deliveryId;

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

  /** Saves these nodes behind the trigger, and makes them live. */
  async function publish(...nodes: GraphNode[]) {
    const { revision } = await getScenario({ actor, id: scenarioId });
    const input = { baseRevision: revision, graph: graphOf(...nodes) };
    await saveDraft({ actor, id: scenarioId, input });
    await activateScenario({ actor, id: scenarioId });
  }

  return {
    receiver: () => receiver,
    scenario: () => scenarioId,
    hook,
    thresholds,
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
    sendOrder,
    fail,
    pausedTarget,
    publish,
  };
}
