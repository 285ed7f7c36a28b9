import { getOperation } from "@/lib/apps/registry";
import {
  type Connection,
  circleMessage,
  connectionFault,
  connectionKey,
  quoted,
} from "./connection-rules";
import { type Graph, type GraphNode, isTrigger } from "./graph";

export type ProblemCode =
  | "no_trigger"
  | "many_triggers"
  | "trigger_disabled"
  | "no_action"
  | "unknown_operation"
  | "unsupported_version"
  | "config"
  | "unreachable"
  | "cycle"
  | "self_loop"
  | "edge_into_trigger"
  | "duplicate_edge"
  | "dangling_edge"
  | "unknown_port"
  | "duplicate_id";

/** Why a graph can't be activated; `path` is the field within the node's config. */
export interface Problem {
  code: ProblemCode;
  message: string;
  nodeId?: string;
  edgeId?: string;
  path?: string;
}

/** Nodes by id; of a doubled id, the first. */
function nodesById(graph: Graph): Map<string, GraphNode> {
  const nodes = new Map<string, GraphNode>();
  for (const node of graph.nodes) if (!nodes.has(node.id)) nodes.set(node.id, node);
  return nodes;
}

function targetsBySource(edges: readonly Connection[]): Map<string, string[]> {
  const targets = new Map<string, string[]>();
  for (const edge of edges) {
    const list = targets.get(edge.source);
    if (list) list.push(edge.target);
    else targets.set(edge.source, [edge.target]);
  }
  return targets;
}

/** The ids of the nodes that edges lead to from `start`, with `start` itself. */
function reachableFrom(start: string, targets: Map<string, string[]>): Set<string> {
  const seen = new Set([start]);
  const waiting = [start];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    for (const target of targets.get(id) ?? []) {
      if (seen.has(target)) continue;
      seen.add(target);
      waiting.push(target);
    }
  }
  return seen;
}

/** Everything that stands in the way of activation, in the order of the graph; empty when ready. */
export function validateGraph(graph: Graph): Problem[] {
  const nodes = nodesById(graph);
  return [
    ...shapeProblems(graph),
    ...idProblems(graph),
    ...graph.nodes.flatMap(countedProblems),
    ...edgeProblems(graph, nodes),
    ...reachProblems(graph, nodes),
  ];
}

function shapeProblems(graph: Graph): Problem[] {
  const problems: Problem[] = [];
  const triggers = graph.nodes.filter(isTrigger);
  if (triggers.length === 0) {
    problems.push({ code: "no_trigger", message: "Add a trigger: it starts the scenario." });
  }
  for (const extra of triggers.slice(1)) {
    problems.push({
      code: "many_triggers",
      message: `A scenario has one trigger; remove ${quoted(extra)} or the other one.`,
      nodeId: extra.id,
    });
  }
  const actions = graph.nodes.filter((node) => getOperation(node.operation)?.kind === "action");
  if (actions.length === 0) {
    problems.push({ code: "no_action", message: "Add an action: the scenario does nothing yet." });
  } else if (actions.every((node) => node.disabled)) {
    const message = "Every action is switched off: the scenario would do nothing.";
    problems.push({ code: "no_action", message });
  }
  return problems;
}

function idProblems(graph: Graph): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const { id } of graph.nodes) {
    if (seen.has(id)) {
      const message = `The node id "${id}" is used twice.`;
      problems.push({ code: "duplicate_id", message, nodeId: id });
    }
    seen.add(id);
  }
  const seenEdges = new Set<string>();
  for (const { id } of graph.edges) {
    if (seenEdges.has(id)) {
      const message = `The edge id "${id}" is used twice.`;
      problems.push({ code: "duplicate_id", message, edgeId: id });
    }
    seenEdges.add(id);
  }
  return problems;
}

/** What a run passes by may be unfinished; what nobody knows can't be activated all the same. */
function countedProblems(node: GraphNode): Problem[] {
  const problems = nodeProblems(node);
  if (!node.disabled || isTrigger(node)) return problems;
  return problems.filter(({ code }) => code !== "config");
}

const checked = new WeakMap<GraphNode, Problem[]>();

/**
 * What is wrong with one node's operation and config. Found once for each node object: an edit makes
 * another one of the node that it changes, and leaves the hundreds beside it.
 */
export function nodeProblems(node: GraphNode): Problem[] {
  const known = checked.get(node);
  if (known) return known;
  const problems = checkNode(node);
  checked.set(node, problems);
  return problems;
}

function checkNode(node: GraphNode): Problem[] {
  const operation = getOperation(node.operation);
  if (!operation) {
    return [
      {
        code: "unknown_operation",
        message: `The operation "${node.operation}" does not exist here. Remove the node or replace it.`,
        nodeId: node.id,
      },
    ];
  }
  if (node.operationVersion > operation.version) {
    return [
      {
        code: "unsupported_version",
        message: `${quoted(node)} was made for version ${node.operationVersion} of its operation; this is version ${operation.version}.`,
        nodeId: node.id,
      },
    ];
  }
  const parsed = operation.config.safeParse(node.config);
  if (!parsed.success) {
    return parsed.error.issues.map((issue) => ({
      code: "config" as const,
      message:
        issue.code === "unrecognized_keys"
          ? `There is no setting called "${issue.keys.join('", "')}".`
          : issue.message,
      nodeId: node.id,
      path: issue.path.join("."),
    }));
  }
  if (operation.kind === "trigger" && (parsed.data.enabled === false || node.disabled)) {
    return [
      {
        code: "trigger_disabled",
        message: `${quoted(node)} is switched off, so the scenario would never start.`,
        nodeId: node.id,
        path: "enabled",
      },
    ];
  }
  return [];
}

function edgeProblems(graph: Graph, nodes: Map<string, GraphNode>): Problem[] {
  const problems: Problem[] = [];
  const seen = new Set<string>();
  const sound: Connection[] = [];
  for (const edge of graph.edges) {
    const fault = connectionFault(nodes, edge);
    if (fault) {
      const nodeId = nodes.has(edge.target) ? edge.target : undefined;
      problems.push({ ...fault, edgeId: edge.id, ...(nodeId && { nodeId }) });
      continue;
    }
    const [source, target] = [nodes.get(edge.source), nodes.get(edge.target)];
    if (seen.has(connectionKey(edge)) && source && target) {
      problems.push({
        code: "duplicate_edge",
        message: `${quoted(source)} and ${quoted(target)} are connected twice.`,
        edgeId: edge.id,
        nodeId: target.id,
      });
      continue;
    }
    seen.add(connectionKey(edge));
    sound.push(edge);
  }
  const circle = circularEdge(sound);
  const [source, target] = [nodes.get(circle?.source ?? ""), nodes.get(circle?.target ?? "")];
  if (circle && source && target) {
    problems.push({ code: "cycle", message: circleMessage(source, target), nodeId: source.id });
  }
  return problems;
}

/** An edge that closes a circle; undefined when there is none. Iterative: graphs may be deep. */
function circularEdge(edges: readonly Connection[]): Connection | undefined {
  const targets = targetsBySource(edges);
  const done = new Set<string>();
  for (const root of targets.keys()) {
    if (done.has(root)) continue;
    const path = [{ id: root, next: 0 }];
    const onPath = new Set([root]);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const target = targets.get(top.id)?.[top.next++];
      if (target === undefined) {
        path.pop();
        onPath.delete(top.id);
        done.add(top.id);
      } else if (onPath.has(target)) {
        return edges.find((edge) => edge.source === top.id && edge.target === target);
      } else if (!done.has(target)) {
        path.push({ id: target, next: 0 });
        onPath.add(target);
      }
    }
  }
  return undefined;
}

function reachProblems(graph: Graph, nodes: Map<string, GraphNode>): Problem[] {
  const triggers = graph.nodes.filter(isTrigger);
  if (triggers.length === 0) return [];
  const edges = graph.edges.filter((edge) => nodes.has(edge.source) && nodes.has(edge.target));
  const targets = targetsBySource(edges);
  const reached = new Set(triggers.flatMap(({ id }) => [...reachableFrom(id, targets)]));
  return [...nodes.values()]
    .filter((node) => !reached.has(node.id))
    .map((node) => ({
      code: "unreachable",
      message: `Nothing leads to ${quoted(node)}; connect it or remove it.`,
      nodeId: node.id,
    }));
}
