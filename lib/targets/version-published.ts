import "server-only";
import type { Db } from "@/lib/db";
import { webhookConfig } from "@/lib/deliveries/config";
import { closeNotifications } from "@/lib/notifications/tell";
import type { Graph } from "@/lib/scenarios/graph";
import { clearTargets } from "@/lib/targets/clear-targets";

/**
 * Forgets how those targets have failed that a new version sends elsewhere, or no longer sends to. What
 * was held for them is sent: to the new address, or, as a run under way is, to that of its own version.
 */
export async function versionPublished(
  tx: Db,
  { scenarioId, before, after }: { scenarioId: string; before: string; after: Graph },
): Promise<void> {
  const failing = await tx.targetHealth.findMany({
    where: { scenarioId },
    select: { nodeId: true },
    orderBy: { nodeId: "asc" },
  });
  if (failing.length === 0) return;
  const old = JSON.parse(before) as Graph;
  for (const { nodeId } of failing) {
    const address = addressIn(after, nodeId);
    if (address !== null && address === addressIn(old, nodeId)) continue;
    await clearTargets(tx, [{ scenarioId, nodeId }], "another version was published");
    // Of an address that is new it is told when something arrives there; of none, nothing more.
    if (address === null) await closeNotifications(tx, [{ scenarioId, nodeId }], new Date());
  }
}

/** Where a node sends to; null when it does not. */
function addressIn(graph: Graph, nodeId: string): string | null {
  const isOff = graph.nodes.find(({ id }) => id === nodeId)?.disabled;
  const config = webhookConfig(graph, nodeId);
  return config && !isOff ? String(config.webhookUrl ?? "") : null;
}
