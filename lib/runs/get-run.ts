import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { notFound } from "@/lib/http/errors";
import type { RunDetailView } from "@/lib/runs/schemas";
import { runInclude, runView } from "@/lib/runs/view";
import { type Graph, nodeName } from "@/lib/scenarios/graph";

/** A run on the graph it used, with the status, input and output of each node. */
export async function getRun({ id }: { actor: Actor; id: string }): Promise<RunDetailView> {
  const run = await db().run.findUnique({
    where: { id },
    include: {
      ...runInclude,
      version: { select: { number: true, graph: true } },
      steps: true,
      deliveries: { select: { id: true, nodeId: true } },
    },
  });
  if (!run) throw notFound("run");
  const graph = JSON.parse(run.version.graph) as Graph;
  const steps = new Map(run.steps.map((step) => [step.nodeId, step]));
  const deliveryIds = new Map(run.deliveries.map(({ id, nodeId }) => [nodeId, id]));
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
        deliveryId: deliveryIds.get(node.id) ?? null,
      };
    }),
  };
}
