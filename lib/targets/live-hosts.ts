import "server-only";
import type { Db } from "@/lib/db";
import { webhookConfig } from "@/lib/deliveries/config";
import { hostOf } from "@/lib/deliveries/create-delivery";
import type { Graph } from "@/lib/scenarios/graph";
import type { Target } from "@/lib/targets/release-held";

/**
 * As `liveHost`, of many: reads each scenario's live version once.
 * @returns the host of a target; undefined when the live version has no such node
 */
export async function liveHosts(
  tx: Db,
  targets: readonly Target[],
): Promise<(target: Target) => string | undefined> {
  const ids = [...new Set(targets.map(({ scenarioId }) => scenarioId))];
  const scenarios = await tx.scenario.findMany({
    where: { id: { in: ids }, publishedVersionId: { not: null } },
    select: { id: true, publishedVersionId: true },
  });
  const versions = await tx.scenarioVersion.findMany({
    where: { id: { in: scenarios.flatMap((scenario) => scenario.publishedVersionId ?? []) } },
    select: { scenarioId: true, graph: true },
  });
  const graphs = new Map(
    versions.map(({ scenarioId, graph }) => [scenarioId, JSON.parse(graph) as Graph]),
  );
  const known = new Map<string, string | undefined>();
  return ({ scenarioId, nodeId }) => {
    const key = `${scenarioId} ${nodeId}`;
    const graph = graphs.get(scenarioId);
    if (graph && !known.has(key)) {
      const config = webhookConfig(graph, nodeId);
      known.set(key, config && hostOf(String(config.webhookUrl ?? "")));
    }
    return known.get(key);
  };
}
