import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { type Db, db } from "@/lib/db";
import { notFound } from "@/lib/http/errors";
import { retryOptions } from "@/lib/runs/retry-options";
import type { RunDetailView } from "@/lib/runs/schemas";
import { runInclude, runView } from "@/lib/runs/view";
import { type Graph, nodeName } from "@/lib/scenarios/graph";

/**
 * A run on the graph it used, with the status, input and output of each node, the runs that repeat it
 * or that it repeats, and how it can be retried.
 */
export async function getRun({ id }: { actor: Actor; id: string }): Promise<RunDetailView> {
  const run = await db().run.findUnique({
    where: { id },
    include: {
      ...runInclude,
      version: { select: { id: true, number: true, graph: true } },
      steps: true,
    },
  });
  if (!run) throw notFound("run");
  const graph = JSON.parse(run.version.graph) as Graph;
  const steps = new Map(run.steps.map((step) => [step.nodeId, step]));
  const deliveryIds = await deliveriesOf(db(), [
    id,
    ...run.steps.flatMap(({ takenOverFrom }) => takenOverFrom ?? []),
  ]);
  const options = await retryOptions(db(), run);
  const isSame = options.every(({ versionId }) => versionId === run.versionId);
  return {
    ...runView(run),
    graph,
    steps: graph.nodes.map((node) => {
      const step = steps.get(node.id);
      return {
        nodeId: node.id,
        nodeName: nodeName(node),
        operation: node.operation,
        status: (step?.status ?? "pending") as RunDetailView["steps"][number]["status"],
        input: step?.input ?? null,
        output: step?.output ?? null,
        reason: step?.reason ?? null,
        startedAt: step?.startedAt.toISOString() ?? null,
        completedAt: step?.completedAt?.toISOString() ?? null,
        deliveryId: deliveryIds.get(`${step?.takenOverFrom ?? id} ${node.id}`) ?? null,
        takenOverFrom: step?.takenOverFrom ?? null,
      };
    }),
    original: run.retryOf === null ? null : ((await related(db(), { id: run.retryOf }))[0] ?? null),
    retries: await related(db(), { retryOf: id }),
    retryOptions: options
      .filter(({ version }) => version === "same" || !isSame)
      .map(({ from, version, versionNumber, refusal }) => ({
        from,
        version,
        versionNumber,
        refusal: refusal?.message ?? null,
      })),
  };
}

/** The deliveries of runs by "run node". */
async function deliveriesOf(db: Db, runIds: string[]): Promise<Map<string, string>> {
  const deliveries = await db.delivery.findMany({
    where: { runId: { in: [...new Set(runIds)] } },
    select: { id: true, runId: true, nodeId: true },
  });
  return new Map(deliveries.map(({ id, runId, nodeId }) => [`${runId} ${nodeId}`, id]));
}

async function related(
  db: Db,
  where: { id: string } | { retryOf: string },
): Promise<RunDetailView["retries"]> {
  const runs = await db.run.findMany({
    where,
    select: { id: true, status: true, retryFrom: true, createdAt: true },
    orderBy: { id: "asc" },
  });
  return runs.map(({ id, status, retryFrom, createdAt }) => ({
    id,
    status: status as RunDetailView["status"],
    retryFrom: retryFrom as RunDetailView["retryFrom"],
    createdAt: createdAt.toISOString(),
  }));
}
