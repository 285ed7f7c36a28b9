import "server-only";
import { getOperation } from "@/lib/apps/registry";
import { getOperationServer } from "@/lib/apps/server";
import type { ActedEvent, ActingRun, NodeStart, StepStart } from "@/lib/apps/server-types";
import { whyChainEnds } from "@/lib/events/chain";
import { insertSteps, type NewStep } from "@/lib/runs/insert-steps";
import { type NodeState, type Plan, planRun } from "@/lib/runs/plan";
import { type Graph, type GraphNode, nodeName } from "@/lib/scenarios/graph";
import { readVersion } from "@/lib/scenarios/read-version";
import type { Sql, Transaction } from "@/lib/sql";

/** Nodes that are started by one statement each way: every row holds the event, which may be large. */
const BATCH = 100;

/** A run that is locked, and what it needs to know of its event. */
export interface WalkingRun extends ActingRun {
  versionId: string;
  eventId: string;
  retryOf: string | null;
  eventType: string;
  orderId: string | null;
  depth: number;
}

/** How far each of its nodes is; filled in as they are decided. */
interface Walk {
  run: WalkingRun;
  states: Map<string, NodeState>;
}

interface Start extends NodeStart {
  walk: Walk & { graph: Graph };
}

/**
 * Decides the nodes of runs until nothing more can be decided now. What they start in common takes the
 * statements of one. It is the last that its transaction does.
 * @returns the ids of the deliveries that each run started, by its id
 */
export async function walkRuns(
  tx: Transaction,
  walks: readonly Walk[],
): Promise<Map<string, string[]>> {
  const started = new Map<string, string[]>();
  const steps: NewStep[] = [];
  const ended: { id: string; outcome: string }[] = [];
  let going = await withGraphs(tx, walks);
  while (going.length > 0) {
    const planned = going.map((walk) => ({
      walk,
      plan: planRun(walk.graph, walk.states, nodeName),
    }));
    const ready: Start[] = [];
    for (const { walk, plan } of planned) {
      if (plan.outcome) ended.push({ id: walk.run.id, outcome: plan.outcome });
      for (const skipped of plan.skip) {
        walk.states.set(skipped.node.id, "skipped");
        steps.push(skippedStep(walk.run, skipped));
      }
      ready.push(...plan.ready.map((node) => startOf(walk, node)));
    }
    for (const starts of batches(ready)) {
      for (const { walk, step, outcome } of await startNodes(tx, starts)) {
        steps.push(step);
        walk.states.set(step.nodeId, outcome.status);
        if (outcome.status !== "waiting") continue;
        const ids = started.get(walk.run.id);
        if (ids) ids.push(outcome.deliveryId);
        else started.set(walk.run.id, [outcome.deliveryId]);
      }
    }
    going = planned
      .filter(({ plan }) => plan.ready.length > 0 || plan.skip.length > 0)
      .map(({ walk }) => walk);
  }
  tx.lastly(Promise.all([insertSteps(tx, steps), endRuns(tx, ended)]));
  return started;
}

function withGraphs(tx: Sql, walks: readonly Walk[]): Promise<(Walk & { graph: Graph })[]> {
  return Promise.all(
    walks.map(async (walk) => {
      const version = await readVersion(tx, walk.run.versionId);
      if (!version) throw new Error(`The version of ${walk.run.id} is gone.`);
      return { ...walk, graph: version.graph };
    }),
  );
}

function endRuns(tx: Sql, ended: readonly { id: string; outcome: string }[]): Promise<unknown> {
  if (ended.length === 0) return Promise.resolve();
  return tx.$executeRaw`
    UPDATE runs SET status = ended.status, completed_at = clock_timestamp()
    FROM unnest(${ended.map(({ id }) => id)}::text[],
      ${ended.map(({ outcome }) => outcome)}::text[]) AS ended (id, status)
    WHERE runs.id = ended.id`;
}

function startOf(walk: Walk & { graph: Graph }, node: GraphNode): Start {
  const { run } = walk;
  const event: ActedEvent = { id: run.eventId, type: run.eventType, orderId: run.orderId };
  return { walk, run, event, node };
}

/** Nodes of the same operation, so many at a time. */
function batches(ready: readonly Start[]): Start[][] {
  const open = new Map<string, Start[]>();
  const all: Start[][] = [];
  for (const start of ready) {
    const key = `${start.node.operation}@${start.node.operationVersion}`;
    const batch = open.get(key);
    if (batch && batch.length < BATCH) {
      batch.push(start);
      continue;
    }
    const next = [start];
    open.set(key, next);
    all.push(next);
  }
  return all;
}

const skippedStep = (
  { id: runId, eventId }: WalkingRun,
  { node, reason }: Plan["skip"][number],
): NewStep => ({
  runId,
  eventId,
  nodeId: node.id,
  operation: node.operation,
  status: "skipped",
  takesEvent: false,
  givesEvent: false,
  reason,
});

/**
 * Does what the operation of nodes does, which is one in one version of it. Returns their steps as they
 * are to be written.
 */
async function startNodes(
  tx: Sql,
  starts: readonly Start[],
): Promise<{ walk: Walk; step: NewStep; outcome: StepStart }[]> {
  const { isAction, outcomes } = await start(tx, starts);
  return starts.map(({ walk, node }, index) => {
    const outcome = outcomes[index];
    if (!outcome) throw new Error(`${node.operation} did not say how ${node.id} stands.`);
    const step = {
      runId: walk.run.id,
      eventId: walk.run.eventId,
      nodeId: node.id,
      operation: node.operation,
      status: outcome.status,
      takesEvent: isAction,
      givesEvent: outcome.status === "succeeded",
      reason: outcome.status === "failed" ? outcome.reason : null,
    };
    return { walk, step, outcome };
  });
}

async function start(
  tx: Sql,
  starts: readonly Start[],
): Promise<{ isAction: boolean; outcomes: StepStart[] }> {
  const { operation = "", operationVersion = 0 } = starts[0]?.node ?? {};
  // A version from the future would be read as something that it is not.
  const isKnown = (getOperation(operation)?.version ?? 0) >= operationVersion;
  const server = isKnown ? getOperationServer(operation) : undefined;
  if (server?.kind === "action") {
    return { isAction: true, outcomes: await server.start({ tx, starts }) };
  }
  const missing = `This instance has no operation “${operation}” (version ${operationVersion}).`;
  return {
    isAction: false,
    outcomes: starts.map(({ walk }) => begin(server ? whyNotBegun(walk.run) : missing)),
  };
}

const begin = (reason: string | null): StepStart =>
  reason === null ? { status: "succeeded" } : { status: "failed", reason };

/** Of a trigger. A retry is a person's decision, who has seen why the run was stopped. */
const whyNotBegun = (run: WalkingRun): string | null =>
  run.retryOf === null ? whyChainEnds(run) : null;
