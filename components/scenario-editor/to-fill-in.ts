import { getOperation } from "@/lib/apps/registry";
import type { GraphNode } from "@/lib/scenarios/graph";
import { sameJson } from "@/lib/scenarios/operations";
import type { Problem } from "@/lib/scenarios/validate";

/**
 * When an empty field is a fault, and when it is merely still to be filled in.
 *
 * A node is fresh from being added until one of its settings was left, until somebody tried to
 * publish, run or test, or until the editor is opened again, whichever comes first. Of a fresh node,
 * what is wrong with a setting that still is as it came is not called wrong. A pasted or duplicated
 * node, and one of a template, is not fresh: it came with settings of its own.
 *
 * It changes words and colours alone. The list of problems has such a setting all the same, and
 * nothing can be published with it.
 */
export function isToFillIn(
  { code, path }: Problem,
  node: Pick<GraphNode, "id" | "operation" | "config">,
  freshIds: ReadonlySet<string>,
): boolean {
  if (code !== "config" || !path || !freshIds.has(node.id)) return false;
  const [field = ""] = path.split(".");
  return sameJson(node.config[field], getOperation(node.operation)?.initialConfig[field]);
}

/** Whether nothing is wrong with a node except what is still to be filled in. */
export function isOnlyToFillIn(
  problems: readonly Problem[],
  node: Pick<GraphNode, "id" | "operation" | "config">,
  freshIds: ReadonlySet<string>,
): boolean {
  return problems.length > 0 && problems.every((problem) => isToFillIn(problem, node, freshIds));
}
