import { z } from "zod";
import { isSecretRef } from "@/lib/apps/secrets";
import {
  EDGES_MAX,
  type Graph,
  type GraphEdge,
  type GraphNode,
  graphEdgeSchema,
  graphNodeSchema,
  NODES_MAX,
  nodeName,
  POSITION_MAX,
} from "@/lib/scenarios/graph";
import type { Position } from "@/lib/scenarios/operations";
import { secretPlaces, valueAt, withoutValue } from "@/lib/scenarios/secret-places";
import { freshId } from "./add-node";

/** What "Copy" puts on the clipboard, as JSON text: fit for another scenario or another browser. */
const FORMAT = "traderlaunchpad.nodes";

const partSchema = z.object({
  format: z.literal(FORMAT),
  /** References to secrets are of use in this scenario only. */
  scenarioId: z.string(),
  nodes: z.array(graphNodeSchema).min(1).max(NODES_MAX),
  edges: z.array(graphEdgeSchema).max(EDGES_MAX),
  /** The ids of nodes that had a secret which was not stored yet: no clipboard holds one as text. */
  withoutSecrets: z.array(z.string()).max(NODES_MAX).default([]),
});

export interface PastedPart {
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** Whether it comes from this very scenario. */
  isOwn: boolean;
  /** The names of the nodes whose secrets have to be entered again. */
  lostSecrets: string[];
}

type Positions = Readonly<Record<string, Position>>;

/** The chosen nodes where they are shown, and the edges among them. */
function partOf(graph: Graph, nodeIds: readonly string[], positions: Positions): Graph {
  const chosen = new Set(nodeIds);
  return {
    nodes: graph.nodes
      .filter(({ id }) => chosen.has(id))
      .map((node) => ({ ...node, position: node.position ?? positions[node.id] })),
    edges: graph.edges.filter(({ source, target }) => chosen.has(source) && chosen.has(target)),
  };
}

/**
 * The chosen nodes, and the edges among them, as text; null when nothing is chosen. Stored secrets
 * are in it as references, and those that are not stored yet not at all.
 */
export function copyText(
  graph: Graph,
  scenarioId: string,
  nodeIds: readonly string[],
  positions: Positions,
): string | null {
  const part = partOf(graph, nodeIds, positions);
  if (part.nodes.length === 0) return null;
  const nodes = part.nodes.map((node) => ({ ...node, config: withoutPlainSecrets(node) }));
  const lost = nodes.filter((node, index) => node.config !== part.nodes[index]?.config);
  const withoutSecrets = lost.map(({ id }) => id);
  return JSON.stringify({ format: FORMAT, scenarioId, ...part, nodes, withoutSecrets }, null, 2);
}

/** A config without the secrets in it that are text; the same object when it has none. */
function withoutPlainSecrets(node: GraphNode): GraphNode["config"] {
  return secretPlaces(node)
    .filter((place) => !isSecretRef(valueAt(node.config, place)))
    .reduce(withoutValue, node.config);
}

/** A copy of the chosen nodes for the same document, as they are; null when nothing is chosen. */
export function duplicatePart(
  graph: Graph,
  nodeIds: readonly string[],
  positions: Positions,
  offset: Position,
): PastedPart | null {
  const part = partOf(graph, nodeIds, positions);
  if (part.nodes.length === 0) return null;
  return { ...withFreshIds(part, offset), isOwn: true, lostSecrets: [] };
}

/** The same nodes and edges with ids of their own, moved by `offset`. */
function withFreshIds(part: Graph, offset: Position): Graph {
  const ids = new Map(part.nodes.map(({ id }) => [id, freshId("n")]));
  const nodes = part.nodes.map((node): GraphNode => {
    const { x = 0, y = 0 } = node.position ?? {};
    const position = { x: within(x + offset.x), y: within(y + offset.y) };
    return { ...node, id: ids.get(node.id) ?? freshId("n"), position };
  });
  const edges = part.edges.flatMap((edge): GraphEdge[] => {
    const [source, target] = [ids.get(edge.source), ids.get(edge.target)];
    return source && target ? [{ ...edge, id: freshId("e"), source, target }] : [];
  });
  return { nodes, edges };
}

const within = (value: number) => Math.max(-POSITION_MAX, Math.min(POSITION_MAX, value));

/**
 * The part that a clipboard's text holds, with ids of its own, moved by `offset`; or why it can't be
 * pasted, in words.
 */
export function parsePart(
  text: string,
  scenarioId: string,
  offset: Position,
): PastedPart | { error: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { error: "The clipboard holds no nodes: its text is not JSON." };
  }
  const parsed = partSchema.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const isForeign = (value as { format?: unknown } | null)?.format !== FORMAT;
    if (isForeign) return { error: "The clipboard holds no nodes of a scenario." };
    return { error: `These nodes can't be pasted: ${issue?.path.join(".")}: ${issue?.message}` };
  }
  const part = parsed.data;
  const isOwn = part.scenarioId === scenarioId;
  const hadNone = new Set(part.withoutSecrets);
  const lostSecrets: string[] = [];
  const nodes = part.nodes.map((node): GraphNode => {
    const config = isOwn ? node.config : (withoutSecrets(node.config) as GraphNode["config"]);
    if (config !== node.config || hadNone.has(node.id)) lostSecrets.push(nodeName(node));
    return { ...node, config };
  });
  return { ...withFreshIds({ nodes, edges: part.edges }, offset), isOwn, lostSecrets };
}

/** A config without its references to secrets; the same object when it has none. */
function withoutSecrets(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  let changed = false;
  const entries = Object.entries(value).flatMap(([key, child]) => {
    if (isSecretRef(child)) {
      changed = true;
      return [];
    }
    const kept = withoutSecrets(child);
    if (kept !== child) changed = true;
    return [[key, kept] as const];
  });
  return changed ? Object.fromEntries(entries) : value;
}
