import { toast } from "sonner";
import { GRID, NODE_HEIGHT, shownPositions, tidyPositions } from "@/components/graph/layout";
import { canConnect } from "@/lib/scenarios/connection-rules";
import {
  type Graph,
  type GraphEdge,
  type GraphNode,
  isTrigger,
  nodeName,
} from "@/lib/scenarios/graph";
import { graphIndex } from "@/lib/scenarios/graph-index";
import { applyOperation, type GraphOperation, type Position } from "@/lib/scenarios/operations";
import { refusalOf } from "@/lib/scenarios/refused-operation";
import { newEdge } from "./add-node";
import { copyText, duplicatePart, type PastedPart, parsePart } from "./clipboard";
import type { EditorStore, Selection } from "./store";

/** What menus, shortcuts and buttons do: each is one entry of the history and says what it did. */

const OFFSET: Position = { x: GRID * 5, y: GRID * 5 };

export const countWords = (count: number, one: string, many: string) =>
  count === 1 ? `1 ${one}` : `${count.toLocaleString("en-US")} ${many}`;

/**
 * Removes what is chosen. Where nodes go, what led to them is joined to what followed, if the rules
 * allow it: taking a step out of a row leaves a row.
 */
export function deleteSelection(store: EditorStore, selection?: Partial<Selection>): void {
  const { history, apply, say, ...state } = store.getState();
  const { nodeIds = [], edgeIds = [] } = selection ?? state.selection;
  if (nodeIds.length + edgeIds.length === 0) return;
  const graph = history.present;
  const operations: GraphOperation[] = [{ type: "remove", nodeIds, edgeIds }];
  const rest = applyOperation(graph, operations[0] as GraphOperation);
  operations.push(...bridges(graph, rest, new Set(nodeIds), new Set(edgeIds)));
  const [first] = nodeIds;
  const name = first && graphIndex(graph).nodes.get(first);
  if (!apply(operations)) return;
  if (nodeIds.length === 1 && name) say(`${nodeName(name)} deleted.`);
  else if (nodeIds.length > 0) say(`${countWords(nodeIds.length, "node", "nodes")} deleted.`);
  else say(`${countWords(edgeIds.length, "connection", "connections")} deleted.`);
}

/** The connections that close the gaps which removed nodes leave. */
function bridges(
  before: Graph,
  rest: Graph,
  gone: ReadonlySet<string>,
  cut: ReadonlySet<string>,
): GraphOperation[] {
  const { incoming, outgoing } = graphIndex(before);
  /** Where the way goes on after a removed node, past further removed ones. */
  const next = (id: string, seen: Set<string>): string[] =>
    (outgoing.get(id) ?? []).flatMap((edge) => {
      if (cut.has(edge.id) || seen.has(edge.target)) return [];
      seen.add(edge.target);
      return gone.has(edge.target) ? next(edge.target, seen) : [edge.target];
    });
  const operations: GraphOperation[] = [];
  let graph = rest;
  for (const id of gone) {
    for (const into of incoming.get(id) ?? []) {
      if (gone.has(into.source) || cut.has(into.id)) continue;
      for (const target of next(id, new Set())) {
        const { source, sourcePort } = into;
        const connection = { source, sourcePort, target };
        if (canConnect(graph, connection) !== null) continue;
        const operation: GraphOperation = { type: "connect", edge: newEdge(connection) };
        graph = applyOperation(graph, operation);
        operations.push(operation);
      }
    }
  }
  return operations;
}

/** The chosen nodes as text for the clipboard, without secrets; null when no node is chosen. */
export function copySelection(store: EditorStore): string | null {
  const { history, selection, scenarioId } = store.getState();
  const graph = history.present;
  return copyText(graph, scenarioId, selection.nodeIds, shownPositions(graph));
}

/** Says that the chosen nodes were copied, once they are on the clipboard. */
export function sayCopied(store: EditorStore): void {
  const { selection, say } = store.getState();
  say(`${countWords(selection.nodeIds.length, "node", "nodes")} copied.`);
}

/** Adds the nodes of a clipboard's text and selects them. Returns what has to be told, if anything. */
export function pasteText(store: EditorStore, text: string): { error: string } | { note?: string } {
  const part = parsePart(text, store.getState().scenarioId, OFFSET);
  return "error" in part ? part : addPart(store, part, "pasted");
}

function addPart(
  store: EditorStore,
  part: PastedPart,
  word: string,
): { error: string } | { note?: string } {
  const { history, apply, select, requestReveal, say } = store.getState();
  const { edges, left, nodes: wanted } = withoutSecondTrigger(history.present, part);
  if (wanted.length === 0) return { error: ONE_TRIGGER };
  const { lostSecrets } = part;
  const nodes = part.isOwn
    ? besideOthers(history.present, wanted)
    : belowAll(history.present, wanted);
  const operation: GraphOperation = { type: "addMany", nodes, edges };
  if (!apply(operation)) {
    return { error: refusalOf(history.present, operation) ?? "Nothing could be pasted." };
  }
  select({ nodeIds: nodes.map(({ id }) => id) });
  if (nodes[0]) requestReveal(nodes[0].id);
  say(`${countWords(nodes.length, "node", "nodes")} ${word}.`);
  const [first, ...others] = lostSecrets;
  if (!first) return left ? { note: `The trigger was left out. ${ONE_TRIGGER}` } : {};
  return {
    note: `Enter the secrets of “${first}”${others.length > 0 ? ` and ${others.length} more` : ""} again: they were not copied.`,
  };
}

const ONE_TRIGGER = "A scenario has one trigger, which is there already.";

/** Of a part for a scenario that has its trigger, what it can take; `left`: whether one was left out. */
function withoutSecondTrigger(graph: Graph, { nodes, edges }: PastedPart) {
  if (!graph.nodes.some(isTrigger)) return { nodes, edges, left: false };
  const kept = nodes.filter((node) => !isTrigger(node));
  const ids = new Set(kept.map(({ id }) => id));
  return {
    nodes: kept,
    edges: edges.filter(({ source, target }) => ids.has(source) && ids.has(target)),
    left: kept.length < nodes.length,
  };
}

/** Copies, moved on until none lies exactly on another node: pasted twice, both can be seen. */
function besideOthers(graph: Graph, nodes: readonly GraphNode[]): GraphNode[] {
  const there = new Set(Object.values(shownPositions(graph)).map(({ x, y }) => `${x} ${y}`));
  let moved = [...nodes];
  // No more often than there are nodes: each step leaves at least one behind.
  for (let step = 0; step <= there.size; step++) {
    if (!moved.some(({ position }) => there.has(`${position?.x} ${position?.y}`))) break;
    moved = moved.map((node) => ({
      ...node,
      position: {
        x: (node.position?.x ?? 0) + OFFSET.x,
        y: (node.position?.y ?? 0) + OFFSET.y,
      },
    }));
  }
  return moved;
}

/** Nodes from elsewhere, moved below what is there: they shall cover nothing. */
function belowAll(graph: Graph, nodes: readonly GraphNode[]): GraphNode[] {
  const there = Object.values(shownPositions(graph));
  if (there.length === 0) return [...nodes];
  const places = nodes.flatMap(({ position }) => position ?? []);
  const dx = Math.min(...there.map(({ x }) => x)) - Math.min(...places.map(({ x }) => x));
  const bottom = Math.max(...there.map(({ y }) => y)) + NODE_HEIGHT + GRID * 6;
  const dy = bottom - Math.min(...places.map(({ y }) => y));
  return nodes.map((node) => ({
    ...node,
    position: { x: (node.position?.x ?? 0) + dx, y: (node.position?.y ?? 0) + dy },
  }));
}

export function duplicateSelection(store: EditorStore): void {
  const { history, selection } = store.getState();
  const graph = history.present;
  const part = duplicatePart(graph, selection.nodeIds, shownPositions(graph), OFFSET);
  if (!part) return;
  const result = addPart(store, part, "duplicated");
  if ("error" in result) toast.error(result.error);
}

export function selectAll(store: EditorStore): void {
  const { history, select, say } = store.getState();
  select({ nodeIds: history.present.nodes.map(({ id }) => id) });
  say(`${countWords(history.present.nodes.length, "node", "nodes")} selected.`);
}

/** Switches the chosen actions off, or, when all of them are off, on again. */
export function toggleDisabled(store: EditorStore): void {
  const { history, selection, apply, say } = store.getState();
  const { nodes } = graphIndex(history.present);
  const actions = selection.nodeIds.flatMap((id) => {
    const node = nodes.get(id);
    return node && !isTrigger(node) ? [node] : [];
  });
  if (actions.length === 0) return;
  const disabled = actions.some((node) => !node.disabled);
  const nodeIds = actions.map(({ id }) => id);
  if (!apply({ type: "setDisabled", nodeIds, disabled })) return;
  say(`${countWords(nodeIds.length, "node", "nodes")} switched ${disabled ? "off" : "on"}.`);
}

/** Connects two nodes, or says why not. */
export function connect(store: EditorStore, edge: Omit<GraphEdge, "id">): string | null {
  const { history, apply, say } = store.getState();
  const reason = canConnect(history.present, edge);
  if (reason) return reason;
  apply({ type: "connect", edge: newEdge(edge) });
  const { nodes } = graphIndex(history.present);
  const [source, target] = [nodes.get(edge.source), nodes.get(edge.target)];
  if (source && target) say(`${nodeName(source)} connected to ${nodeName(target)}.`);
  return null;
}

/** Places every node anew, left to right; the same graph always gives the same picture. */
export function tidyUp(store: EditorStore): void {
  const { history, apply, requestFit, say } = store.getState();
  apply({ type: "moveNodes", positions: tidyPositions(history.present) });
  requestFit();
  say("The canvas was tidied up.");
}
