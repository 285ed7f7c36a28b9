import "server-only";
import { getOperation } from "@/lib/apps/registry";
import { AppError } from "@/lib/http/errors";
import { outboundGuard } from "@/lib/net/outbound-guard";
import type { OutboundPolicy } from "@/lib/net/outbound-policy";
import type { Graph } from "@/lib/scenarios/graph";

/**
 * 422 `scenario_invalid` for each address that the guard refuses as it stands: its scheme, its port, or
 * an address inside the network. What a name leads to is asked at each attempt.
 */
export async function requireAllowedAddresses(graph: Graph, policy: OutboundPolicy): Promise<void> {
  const problems = [];
  for (const { id, operation, config, disabled } of graph.nodes) {
    if (disabled) continue;
    for (const [field, { control }] of Object.entries(getOperation(operation)?.ui ?? {})) {
      const url = config[field];
      if (control !== "url" || typeof url !== "string") continue;
      const check = (await outboundGuard(url, policy)).checkUrl(url);
      if (!check.ok)
        problems.push({ path: `${id}.${field}`, message: check.message, nodeId: id, field });
    }
  }
  const [first] = problems;
  if (!first) return;
  const detail =
    problems.length === 1 ? first.message : `The scenario has ${problems.length} problems.`;
  throw new AppError(
    "scenario_invalid",
    detail,
    problems.map((problem) => ({ code: "config", ...problem })),
  );
}
