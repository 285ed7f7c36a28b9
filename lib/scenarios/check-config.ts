import { isDeepStrictEqual } from "node:util";
import { AppError } from "@/lib/http/errors";
import { emptyGraph, type Graph, type GraphNode } from "@/lib/scenarios/graph";
import { graphIndex } from "@/lib/scenarios/graph-index";
import { validateGraph } from "@/lib/scenarios/validate";

/**
 * Refuses a graph that brings a value that is wrong, naming field and rule; what is merely missing may
 * come later, it is a draft. The editor saves leniently (it shows each problem beside its field and
 * loses no keystroke); a program that sends a wrong value is told at once. What `previous` has in the
 * same node already is none of the sender's doing, and stays a problem of the draft.
 */
export function refuseWrongValues(graph: Graph, previous: Graph = emptyGraph): void {
  const before = graphIndex(previous).nodes;
  const places = new Map(graph.nodes.map((node, index) => [node.id, { node, index }]));
  const errors = validateGraph(graph).flatMap(({ code, nodeId, path = "", message }) => {
    const place = places.get(nodeId ?? "");
    if (code !== "config" || !place || bringsNothing(place.node, before.get(place.node.id)))
      return [];
    const [field = ""] = path.split(".");
    if (field !== "" && place.node.config[field] === undefined) return [];
    return [{ path: `graph.nodes.${place.index}.config.${path}`, message }];
  });
  const first = errors[0];
  if (first) throw new AppError("invalid_request", `${first.path}: ${first.message}`, errors);
}

/** Whether a node's settings are those that were there, in whichever order, and count as they did. */
function bringsNothing(node: GraphNode, before: GraphNode | undefined): boolean {
  if (!before) return false;
  const settings = ({ operation, operationVersion, disabled, config }: GraphNode) => [
    operation,
    operationVersion,
    disabled,
    config,
  ];
  return isDeepStrictEqual(settings(node), settings(before));
}
