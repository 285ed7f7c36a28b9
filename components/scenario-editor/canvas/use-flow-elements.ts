"use client";

import { applyNodeChanges, MarkerType, type NodeChange } from "@xyflow/react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { knownSize } from "@/components/graph/known-size";
import { shownPositions } from "@/components/graph/layout";
import { getOperation } from "@/lib/apps/registry";
import { type Graph, type GraphEdge, nodeName } from "@/lib/scenarios/graph";
import { flowOrder, graphIndex } from "@/lib/scenarios/graph-index";
import type { Position } from "@/lib/scenarios/operations";
import type { Problem } from "@/lib/scenarios/validate";
import { countWords } from "../commands";
import { useEditor, useEditorStore, useGraph } from "../context";
import { problemsOf } from "../derived";
import { isOnlyToFillIn } from "../to-fill-in";
import type { FlowEdge } from "./flow-edge";
import type { OperationFlowNode } from "./operation-node";
import { useIsFar } from "./use-is-far";

const noData: Record<string, never> = {};
const noEdges: readonly GraphEdge[] = [];
const markerEnd = { type: MarkerType.ArrowClosed, color: "var(--border-strong)" };

/** What React Flow shows of the document; sizes and a drag under way stay React Flow's own. */
function reconcile(
  shown: OperationFlowNode[],
  graph: Graph,
  positions: Record<string, Position>,
  selected: ReadonlySet<string>,
  problems: readonly Problem[],
  freshIds: ReadonlySet<string>,
): OperationFlowNode[] {
  const byId = new Map(shown.map((node) => [node.id, node]));
  const index = graphIndex(graph).nodes;
  // In the order of the flow: so does the Tab key go from node to node.
  return flowOrder(graph).flatMap((id) => {
    const node = index.get(id);
    if (!node) return [];
    const old = byId.get(node.id);
    const wanted = positions[node.id] ?? { x: 0, y: 0 };
    const position = old?.dragging ? old.position : wanted;
    const isSelected = selected.has(node.id);
    const kind = getOperation(node.operation)?.kind ?? "missing operation";
    const own = problemsOf(problems, node.id);
    const state = node.disabled
      ? ", switched off"
      : isOnlyToFillIn(own, node, freshIds)
        ? ", to be filled in"
        : own.length > 0
          ? `, ${countWords(own.length, "problem", "problems")}`
          : "";
    const ariaLabel = `${nodeName(node)}, ${kind}${state}`;
    const same =
      old &&
      old.position.x === position.x &&
      old.position.y === position.y &&
      old.selected === isSelected &&
      old.ariaLabel === ariaLabel;
    if (same) return old;
    return {
      ...old,
      id: node.id,
      type: "operation",
      data: noData,
      ...knownSize(node),
      position,
      selected: isSelected,
      ariaLabel,
    };
  });
}

/** Connections that are the same as before stay the same objects: they are not drawn again. */
function reconcileEdges(
  shown: readonly FlowEdge[],
  graph: Graph,
  wanted: readonly GraphEdge[],
  selected: ReadonlySet<string>,
): FlowEdge[] {
  const byId = new Map(shown.map((edge) => [edge.id, edge]));
  const { nodes } = graphIndex(graph);
  const nameOf = (id: string) => {
    const node = nodes.get(id);
    return node ? nodeName(node) : id;
  };
  return wanted.map(({ id, source, sourcePort, target }) => {
    const old = byId.get(id);
    const isSelected = selected.has(id);
    const ariaLabel = `Connection from ${nameOf(source)} to ${nameOf(target)}`;
    const same =
      old &&
      old.source === source &&
      old.sourceHandle === sourcePort &&
      old.target === target &&
      old.selected === isSelected &&
      old.ariaLabel === ariaLabel;
    if (same) return old;
    return {
      id,
      type: "flow",
      source,
      sourceHandle: sourcePort,
      target,
      selected: isSelected,
      markerEnd,
      ariaLabel,
    };
  });
}

/** The nodes and edges of the canvas, and what React Flow may change about the nodes. */
export function useFlowElements() {
  const store = useEditorStore();
  const graph = useGraph();
  const selection = useEditor((state) => state.selection);
  const problems = useEditor((state) => state.problems);
  const freshIds = useEditor((state) => state.freshIds);
  const positions = useMemo(() => shownPositions(graph), [graph]);
  const selectedNodes = useMemo(() => new Set(selection.nodeIds), [selection.nodeIds]);
  const [nodes, setNodes] = useState<OperationFlowNode[]>(() =>
    reconcile([], graph, positions, selectedNodes, problems, freshIds),
  );
  useEffect(() => {
    setNodes((shown) => reconcile(shown, graph, positions, selectedNodes, problems, freshIds));
  }, [graph, positions, selectedNodes, problems, freshIds]);

  const isFar = useIsFar();
  /** From far, only what may move is drawn one by one. */
  const [near, far] = useMemo(() => {
    if (!isFar) return [graph.edges, noEdges];
    const moves = ({ source, target }: GraphEdge) =>
      selectedNodes.has(source) || selectedNodes.has(target);
    return [graph.edges.filter(moves), graph.edges.filter((edge) => !moves(edge))];
  }, [graph, isFar, selectedNodes]);
  const lastEdges = useRef<FlowEdge[]>([]);
  const edges = useMemo(() => {
    const selectedEdges = new Set(selection.edgeIds);
    lastEdges.current = reconcileEdges(lastEdges.current, graph, near, selectedEdges);
    return lastEdges.current;
  }, [graph, near, selection.edgeIds]);

  const onNodesChange = useCallback(
    (changes: NodeChange<OperationFlowNode>[]) => {
      const own = changes.filter(({ type }) => type === "dimensions" || type === "position");
      if (own.length > 0) setNodes((shown) => applyNodeChanges(own, shown));
      const moved: Record<string, Position> = {};
      for (const change of changes) {
        if (change.type === "position" && !change.dragging && change.position) {
          moved[change.id] = { x: Math.round(change.position.x), y: Math.round(change.position.y) };
        }
      }
      if (Object.keys(moved).length > 0) {
        const burst = `move ${Object.keys(moved).sort().join(" ")}`;
        store.getState().apply({ type: "moveNodes", positions: moved }, burst);
      }
      takeSelection(store, "nodeIds", changes);
    },
    [store],
  );
  const onEdgesChange = useCallback(
    (changes: { type: string }[]) => takeSelection(store, "edgeIds", changes),
    [store],
  );
  return { nodes, edges, far: { edges: far, positions }, onNodesChange, onEdgesChange };
}

/** Carries React Flow's selection over into the store; selecting is no edit. */
function takeSelection(
  store: ReturnType<typeof useEditorStore>,
  key: "nodeIds" | "edgeIds",
  changes: readonly { type: string }[],
) {
  const { selection } = store.getState();
  const ids = new Set(selection[key]);
  for (const change of changes as readonly { type: string; id?: string; selected?: boolean }[]) {
    if (change.type !== "select" || change.id === undefined) continue;
    if (change.selected) ids.add(change.id);
    else ids.delete(change.id);
  }
  const same = ids.size === selection[key].length && selection[key].every((id) => ids.has(id));
  if (!same) store.getState().select({ ...selection, [key]: [...ids] });
}
