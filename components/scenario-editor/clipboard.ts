import { z } from "zod";
import { isSecretRef } from "@/lib/apps/secrets";
import {
  type Graph,
  type GraphEdge,
  type GraphNode,
  graphEdgeSchema,
  graphNodeSchema,
  nodeName,
} from "@/lib/scenarios/graph";
import type { Position } from "@/lib/scenarios/operations";
import { freshId } from "./add-node";

/** What "Copy" puts on the clipboard, as JSON text: fit for another scenario or another browser. */
const FORMAT = "traderlaunchpad.nodes";

const partSchema = z.object({
  format: z.literal(FORMAT),
  /** References to secrets are of use in this scenario only. */
  scenarioId: z.string(),
  nodes: z.array(graphNodeSchema).min(1).max(1000),
  edges: z.array(graphEdgeSchema).max(2000),
});

export interface PastedPart {
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** Whether it comes from this very scenario. */
  isOwn: boolean;
  /** The names of the nodes whose secrets have to be entered again. */
  lostSecrets: string[];
}

/** The chosen nodes, and the edges among them, as text; null when nothing is chosen. */
export function copyText(
  graph: Graph,
  scenarioId: string,
  nodeIds: readonly string[],
  positions: Readonly<Record<string, Position>>,
): string | null {
  const chosen = new Set(nodeIds);
  const nodes = graph.nodes
    .filter(({ id }) => chosen.has(id))
    .map((node) => ({ ...node, position: node.position ?? positions[node.id] }));
  if (nodes.length === 0) return null;
  const edges = graph.edges.filter(
    ({ source, target }) => chosen.has(source) && chosen.has(target),
  );
  return JSON.stringify({ format: FORMAT, scenarioId, nodes, edges }, null, 2);
}

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
  const ids = new Map(part.nodes.map(({ id }) => [id, freshId("n")]));
  const lostSecrets: string[] = [];
  const nodes = part.nodes.map((node): GraphNode => {
    const config = isOwn ? node.config : (withoutSecrets(node.config) as GraphNode["config"]);
    if (config !== node.config) lostSecrets.push(nodeName(node));
    const { x = 0, y = 0 } = node.position ?? {};
    const position = { x: x + offset.x, y: y + offset.y };
    return { ...node, id: ids.get(node.id) ?? freshId("n"), position, config };
  });
  const edges = part.edges.flatMap((edge): GraphEdge[] => {
    const [source, target] = [ids.get(edge.source), ids.get(edge.target)];
    return source && target ? [{ ...edge, id: freshId("e"), source, target }] : [];
  });
  return { nodes, edges, isOwn, lostSecrets };
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
