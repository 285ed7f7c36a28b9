import { getOperation } from "@/lib/apps/registry";
import { connectionKey, quoted } from "./connection-rules";
import { describeConfig, type FieldChange } from "./describe-config";
import { type Graph, type GraphEdge, type GraphNode, nodeName } from "./graph";
import { sameJson } from "./operations";

/** What differs between two graphs, in plain words for the admin. Safe in the browser. */

export interface Change {
  kind: "added" | "removed" | "changed" | "connected" | "disconnected" | "moved";
  nodeId?: string;
  edgeId?: string;
  /** One sentence. */
  text: string;
  /** The fields that changed; never a secret's value. */
  details?: FieldChange[];
}

/**
 * The changes from one graph to the other, nodes before connections, each in the order of its
 * document. Connections of a removed node go with it unsaid. Empty when a person sees no difference.
 */
export function describeChanges(before: Graph, after: Graph): Change[] {
  const old = new Map(before.nodes.map((node) => [node.id, node]));
  const now = new Map(after.nodes.map((node) => [node.id, node]));
  const changes: Change[] = [];
  let moved = 0;
  for (const node of after.nodes) {
    const previous = old.get(node.id);
    if (!previous) {
      changes.push({ kind: "added", nodeId: node.id, text: `${quoted(node)} was added` });
    } else if (previous !== node) {
      changes.push(...changesOf(previous, node));
      if (!sameJson(previous.position, node.position)) moved++;
    }
  }
  for (const node of before.nodes) {
    if (now.has(node.id)) continue;
    changes.push({ kind: "removed", nodeId: node.id, text: `${quoted(node)} was removed` });
  }
  changes.push(...connections(before.edges, after.edges, now));
  if (moved > 0) {
    const text = moved === 1 ? "1 node was moved" : `${moved} nodes were moved`;
    changes.push({ kind: "moved", text });
  }
  return changes;
}

function changesOf(before: GraphNode, after: GraphNode): Change[] {
  const changed = (text: string, details?: FieldChange[]): Change => ({
    kind: "changed",
    nodeId: after.id,
    text,
    ...(details && { details }),
  });
  const changes: Change[] = [];
  if (before.operation !== after.operation) {
    const [from, to] = [title(before), title(after)];
    const details = [{ field: "operation", label: "Operation", before: from, after: to }];
    changes.push(changed(`${quoted(before)} became another step: ${to}`, details));
  }
  // A node without a name of its own is called after its operation: that is no renaming.
  const named = before.name !== undefined || after.name !== undefined;
  if (named && nodeName(before) !== nodeName(after)) {
    changes.push(changed(`${quoted(before)} was renamed to ${quoted(after)}`));
  }
  if (before.disabled !== after.disabled) {
    changes.push(changed(`${quoted(after)} was switched ${after.disabled ? "off" : "on"}`));
  }
  const fields = [...versionChange(before, after), ...describeConfig(before, after)];
  if (before.note !== after.note) {
    const [from, to] = [before.note ?? "none", after.note ?? "none"];
    fields.push({ field: "note", label: "Note", before: from, after: to });
  }
  if (fields.length > 0) {
    const labels = fields.map(({ label }) => label).join(", ");
    changes.push(changed(`${quoted(after)}: ${labels} changed`, fields));
  }
  return changes;
}

function versionChange(before: GraphNode, after: GraphNode): FieldChange[] {
  if (before.operationVersion === after.operationVersion) return [];
  const [from, to] = [String(before.operationVersion), String(after.operationVersion)];
  return [{ field: "operationVersion", label: "Version", before: from, after: to }];
}

/** An edge is what it connects; its id may be a new one. */
function connections(
  before: readonly GraphEdge[],
  after: readonly GraphEdge[],
  now: ReadonlyMap<string, GraphNode>,
): Change[] {
  const old = new Set(before.map(connectionKey));
  const kept = new Set(after.map(connectionKey));
  const change = (kind: "connected" | "disconnected", words: string, edge: GraphEdge): Change[] => {
    const [source, target] = [now.get(edge.source), now.get(edge.target)];
    if (!source || !target) return [];
    const text = `${quoted(source)}${portOf(source, edge)} ${words} ${quoted(target)}`;
    return [{ kind, edgeId: edge.id, text }];
  };
  return [
    ...after
      .filter((edge) => !old.has(connectionKey(edge)))
      .flatMap((edge) => change("connected", "was connected to", edge)),
    ...before
      .filter((edge) => !kept.has(connectionKey(edge)))
      .flatMap((edge) => change("disconnected", "is no longer connected to", edge)),
  ];
}

/** Which output an edge leaves by, where there is more than one. */
function portOf(source: GraphNode, { sourcePort }: GraphEdge): string {
  const ports = getOperation(source.operation)?.ports ?? [];
  if (ports.length < 2) return "";
  return ` (${ports.find(({ key }) => key === sourcePort)?.label ?? sourcePort})`;
}

const title = ({ operation }: GraphNode) => getOperation(operation)?.title ?? operation;
