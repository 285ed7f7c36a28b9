import dagre from "@dagrejs/dagre";
import type { Graph } from "@/lib/scenarios/graph";
import type { Position } from "@/lib/scenarios/operations";

export const NODE_WIDTH = 248;
/** Of every card: what is known needs no measuring, however many there are. */
export const NODE_HEIGHT = 84;
export const GRID = 8;

/** The next line of the grid. */
export const snap = (value: number) => Math.round(value / GRID) * GRID;

/** Where a card lies that has a point of the canvas in its middle. */
export const cardAround = ({ x, y }: Position): Position => ({
  x: Math.round(x - NODE_WIDTH / 2),
  y: Math.round(y - NODE_HEIGHT / 2),
});

/** A tidy place for every node, left to right. */
export function tidyPositions(graph: Graph): Record<string, Position> {
  const layout = new dagre.graphlib.Graph({ multigraph: true });
  layout.setGraph({
    rankdir: "LR",
    nodesep: 40,
    ranksep: 88,
    marginx: 24,
    marginy: 24,
    // A quarter of the time of the default for hundreds of nodes, and hardly a longer line.
    ranker: "tight-tree",
  });
  layout.setDefaultEdgeLabel(() => ({}));
  const nodeIds = new Set(graph.nodes.map((node) => node.id));
  for (const { id } of graph.nodes) layout.setNode(id, { width: NODE_WIDTH, height: NODE_HEIGHT });
  for (const { id, source, target } of graph.edges) {
    if (nodeIds.has(source) && nodeIds.has(target)) layout.setEdge(source, target, {}, id);
  }
  dagre.layout(layout);
  return Object.fromEntries(
    graph.nodes.map(({ id }) => {
      const { x = 0, y = 0 } = layout.node(id) as Partial<Position>;
      return [id, { x: snap(x - NODE_WIDTH / 2), y: snap(y - NODE_HEIGHT / 2) }];
    }),
  );
}

/** The tidy places of the last graphs that needed them, by what they depend on. */
const tidied = new WeakMap<Graph["edges"], { ids: string; places: Record<string, Position> }>();

/**
 * Where each node is shown: where it was put, else a tidy place; that alone changes no document.
 * Tidying takes seconds for hundreds of nodes, so it is done anew only when nodes or connections
 * come or go, not when one is edited or moved.
 */
export function shownPositions(graph: Graph): Record<string, Position> {
  const tidy = graph.nodes.every((node) => node.position) ? {} : knownTidyPositions(graph);
  return Object.fromEntries(
    graph.nodes.map(({ id, position }) => [id, position ?? tidy[id] ?? { x: 0, y: 0 }]),
  );
}

function knownTidyPositions(graph: Graph): Record<string, Position> {
  const ids = graph.nodes.map(({ id }) => id).join("\n");
  const known = tidied.get(graph.edges);
  if (known?.ids === ids) return known.places;
  const places = tidyPositions(graph);
  tidied.set(graph.edges, { ids, places });
  return places;
}

/** The node whose card covers a point of the canvas; undefined over empty canvas. */
export function nodeAt(graph: Graph, point: Position): string | undefined {
  const positions = shownPositions(graph);
  return graph.nodes.findLast(({ id }) => {
    const place = positions[id];
    if (!place) return false;
    const [dx, dy] = [point.x - place.x, point.y - place.y];
    return dx >= 0 && dx <= NODE_WIDTH && dy >= 0 && dy <= NODE_HEIGHT;
  })?.id;
}

/** A free place to the right of a node, or of everything when none is given. */
export function placeAfter(graph: Graph, nodeId: string | undefined): Position {
  const positions = shownPositions(graph);
  const taken = Object.values(positions);
  const anchor = nodeId ? positions[nodeId] : undefined;
  const rightmost = taken.reduce<Position | undefined>(
    (best, position) => (!best || position.x > best.x ? position : best),
    undefined,
  );
  const start = anchor ?? rightmost;
  if (!start) return { x: 0, y: 0 };
  const x = snap(start.x + NODE_WIDTH + 88);
  let { y } = start;
  const hits = () =>
    taken.some(
      (other) => Math.abs(other.x - x) < NODE_WIDTH && Math.abs(other.y - y) < NODE_HEIGHT,
    );
  while (hits()) y += NODE_HEIGHT + 40;
  return { x, y: snap(y) };
}
