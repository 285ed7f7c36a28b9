import { connectionFault, connectionKey } from "./connection-rules";
import { EDGES_MAX, type Graph, type GraphEdge } from "./graph";
import { graphIndex } from "./graph-index";

/**
 * The graph with these edges added one after the other, each by the rules of `canConnect`; those
 * that break one are left out. Looks through the graph once, and not once for each edge: a pasted
 * part has hundreds of them.
 */
export function connectMany(graph: Graph, edges: readonly GraphEdge[]): Graph {
  const { nodes } = graphIndex(graph);
  const ids = new Set(graph.edges.map(({ id }) => id));
  const taken = new Set(graph.edges.map(connectionKey));
  const ways = growingWays(graph);
  const result = [...graph.edges];
  for (const edge of edges) {
    const key = connectionKey(edge);
    if (result.length >= EDGES_MAX) break;
    if (ids.has(edge.id) || connectionFault(nodes, edge) || taken.has(key)) continue;
    if (ways.lead(edge.target, edge.source)) continue;
    ids.add(edge.id);
    taken.add(key);
    ways.add(edge);
    result.push(edge);
  }
  return result.length > graph.edges.length ? { ...graph, edges: result } : graph;
}

interface Stop {
  before: Stop[];
  /** The search that came by last: nothing is to be cleared between two of them. */
  search: number;
}

/** Tells whether a way leads from one node to another, while edges are added. */
function growingWays(graph: Graph) {
  const stops = new Map<string, Stop>(graph.nodes.map(({ id }) => [id, { before: [], search: 0 }]));
  let searches = 0;
  const add = ({ source, target }: GraphEdge) => {
    const from = stops.get(source);
    if (from) stops.get(target)?.before.push(from);
  };
  graph.edges.forEach(add);
  return {
    add,
    lead(from: string, to: string): boolean {
      const [start, end] = [stops.get(from), stops.get(to)];
      if (!start || !end) return false;
      searches += 1;
      end.search = searches;
      const found = [end];
      for (const stop of found) {
        if (stop === start) return true;
        for (const before of stop.before) {
          if (before.search === searches) continue;
          before.search = searches;
          found.push(before);
        }
      }
      return false;
    },
  };
}
