import { AppError } from "@/lib/http/errors";
import type { Graph } from "@/lib/scenarios/graph";
import { validateGraph } from "@/lib/scenarios/validate";

/** 422 `scenario_invalid` with every problem of the graph, each leading to its node and field. */
export function requireValid(graph: Graph): void {
  const problems = validateGraph(graph);
  if (problems.length === 0) return;
  throw new AppError(
    "scenario_invalid",
    problems.length === 1
      ? (problems[0]?.message ?? "")
      : `The scenario has ${problems.length} problems.`,
    problems.map(({ path, nodeId, edgeId, ...rest }) => ({
      path: [nodeId ?? edgeId ?? "graph", path].filter(Boolean).join("."),
      ...rest,
      ...(nodeId ? { nodeId } : {}),
      ...(edgeId ? { edgeId } : {}),
      ...(path ? { field: path } : {}),
    })),
  );
}
