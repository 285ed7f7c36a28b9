import { heldWords } from "@/components/targets/words";
import type { Graph } from "@/lib/scenarios/graph";
import type { TargetView } from "@/lib/targets/schemas";

type Held = Pick<TargetView, "nodeId" | "nodeName" | "pausedAt" | "heldCount">;

const webhookIn = (graph: Graph, nodeId: string) =>
  graph.nodes.find(({ id, operation }) => id === nodeId && operation === "webhooks.send");

/** Where a node sends to; null when it does not. */
function addressIn(graph: Graph, nodeId: string): string | null {
  const node = webhookIn(graph, nodeId);
  return node && !node.disabled ? String(node.config.webhookUrl ?? "") : null;
}

/**
 * What becomes of the deliveries that are held for paused targets when a draft goes live, a sentence
 * for each target: the server decides it the same way (lib/targets/version-published.ts).
 * @param targets of this scenario
 */
export function heldOutlook(targets: readonly Held[], live: Graph, draft: Graph): string[] {
  return targets
    .filter(({ pausedAt, heldCount }) => pausedAt !== null && heldCount > 0)
    .map(({ nodeId, nodeName, heldCount }) => {
      const now = `“${nodeName}” is paused, and ${heldWords(heldCount)} for it.`;
      const them = heldCount === 1 ? "it is" : "they are";
      const address = addressIn(draft, nodeId);
      if (address !== null && address === addressIn(live, nodeId))
        return `${now} That stays so: ${them} sent once it is resumed, with what is published by then.`;
      const node = webhookIn(draft, nodeId);
      const where = node
        ? `to ${String(node.config.webhookUrl ?? "")}`
        : "to the address of the version that each was made with";
      const change =
        address === null ? "It no longer sends in this draft" : "This draft sends elsewhere";
      return `${now} ${change}, which ends the pause: ${them} sent right after publishing, ${where}.`;
    });
}
