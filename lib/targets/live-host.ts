import "server-only";
import type { Db } from "@/lib/db";
import { webhookConfig } from "@/lib/deliveries/config";
import { hostOf } from "@/lib/deliveries/create-delivery";
import type { Graph } from "@/lib/scenarios/graph";
import type { Target } from "@/lib/targets/release-held";

/** The host that a node sends to in the version that is live; undefined when that has no such node. */
export async function liveHost(
  tx: Db,
  { scenarioId, nodeId }: Target,
): Promise<string | undefined> {
  const scenario = await tx.scenario.findUnique({
    where: { id: scenarioId },
    select: { publishedVersionId: true },
  });
  if (!scenario?.publishedVersionId) return undefined;
  const version = await tx.scenarioVersion.findUnique({
    where: { id: scenario.publishedVersionId },
    select: { graph: true },
  });
  const config = version && webhookConfig(JSON.parse(version.graph) as Graph, nodeId);
  return config ? hostOf(String(config.webhookUrl ?? "")) : undefined;
}
