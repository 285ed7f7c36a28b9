import { canConnect, connectionKey, quoted } from "./connection-rules";
import type { Graph, GraphEdge, GraphNode } from "./graph";
import { graphIndex } from "./graph-index";
import type { Sides } from "./merge-graphs";
import { sameJson } from "./operations";

/**
 * The connections of a merged document with these nodes: those of theirs in their order, then what
 * mine added, each by the rules of `canConnect`. Adds a sentence to `clashes` for each that can't be.
 */
export function mergeEdges(
  { base, mine, theirs }: Sides,
  nodes: readonly GraphNode[],
  clashes: string[],
): GraphEdge[] {
  const [old, own, other] = [keysOf(base), keysOf(mine), keysOf(theirs)];
  const addedByMine = mine.edges.filter((edge) => !old.has(connectionKey(edge)));
  const addedByTheirs = theirs.edges.filter((edge) => !old.has(connectionKey(edge)));
  const nameOf = namesOf(base, theirs, mine);
  const ids = new Set(nodes.map(({ id }) => id));
  /** The first end of an edge that is not there any more. */
  const missingEnd = ({ source, target }: GraphEdge) => [source, target].find((id) => !ids.has(id));

  for (const edge of base.edges) {
    const key = connectionKey(edge);
    if (own.has(key) || other.has(key)) continue;
    const [here, there] = [inPlaceOf(edge, addedByMine), inPlaceOf(edge, addedByTheirs)];
    // Such as a step of their own that each put between the two.
    if (here.length === 0 || there.length === 0 || sameJson(here, there)) continue;
    clashes.push(
      `Both changed the connection from ${nameOf(edge.source)} to ${nameOf(edge.target)}.`,
    );
  }

  const kept = theirs.edges.filter((edge) => {
    const key = connectionKey(edge);
    if (old.has(key) && !own.has(key)) return false;
    const missing = missingEnd(edge);
    if (missing === undefined) return true;
    clashes.push(`You removed ${nameOf(missing)}, which was connected elsewhere.`);
    return false;
  });

  let graph: Graph = { nodes: [...nodes], edges: kept };
  for (const edge of addedByMine) {
    if (other.has(connectionKey(edge))) continue;
    const missing = missingEnd(edge);
    if (missing !== undefined) {
      clashes.push(`You connected ${nameOf(missing)}, which was removed elsewhere.`);
      continue;
    }
    const reason = graphIndex(graph).edges.has(edge.id)
      ? `The connection id "${edge.id}" is used on both sides.`
      : canConnect(graph, edge);
    if (reason === null) graph = { ...graph, edges: [...graph.edges, edge] };
    else clashes.push(reason);
  }
  return graph.edges;
}

const keysOf = ({ edges }: Graph) => new Set(edges.map(connectionKey));

/** What of these edges leaves or arrives where another one did. */
function inPlaceOf(old: GraphEdge, edges: readonly GraphEdge[]): string[] {
  return edges
    .filter(
      ({ source, sourcePort, target }) =>
        target === old.target || (source === old.source && sourcePort === old.sourcePort),
    )
    .map(connectionKey);
}

/** What to call a node of any of these documents; the last one's name counts. */
function namesOf(...graphs: Graph[]): (id: string) => string {
  const nodes = new Map(graphs.flatMap((graph) => graph.nodes.map((node) => [node.id, node])));
  return (id) => {
    const node = nodes.get(id);
    return node ? quoted(node) : `“${id}”`;
  };
}
