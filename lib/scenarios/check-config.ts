import { AppError } from "@/lib/http/errors";
import type { Graph } from "@/lib/scenarios/graph";
import { validateGraph } from "@/lib/scenarios/validate";

/**
 * Refuses a graph whose nodes hold a value that is wrong, naming field and rule; what is merely
 * missing may come later, it is a draft. The editor saves leniently (it shows each problem beside its
 * field and loses no keystroke); a program that sends a wrong value is told at once.
 */
export function refuseWrongValues(graph: Graph): void {
  const errors = validateGraph(graph).flatMap((problem) => {
    if (problem.code !== "config" || problem.nodeId === undefined) return [];
    const index = graph.nodes.findIndex((node) => node.id === problem.nodeId);
    const config = graph.nodes[index]?.config ?? {};
    const field = (problem.path ?? "").split(".")[0] ?? "";
    if (field !== "" && config[field] === undefined) return [];
    return [{ path: `graph.nodes.${index}.config.${problem.path}`, message: problem.message }];
  });
  const first = errors[0];
  if (first) throw new AppError("invalid_request", `${first.path}: ${first.message}`, errors);
}
