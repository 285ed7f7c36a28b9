import { z } from "zod";
import { getOperation } from "@/lib/apps/registry";

/** The scenario graph as it is stored and exchanged. Safe in the browser. */

export const NODES_MAX = 1000;
export const EDGES_MAX = 2000;
export const POSITION_MAX = 1_000_000;
export const NODE_NAME_MAX_LENGTH = 100;
export const NODE_NOTE_MAX_LENGTH = 2000;

const graphId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, {
  error: "An id has 1 to 64 letters, digits, underscores or hyphens.",
});
const coordinate = z.number().min(-POSITION_MAX).max(POSITION_MAX);

export const graphNodeSchema = z.strictObject({
  id: graphId,
  operation: z.string().min(1).max(200),
  operationVersion: z.int().min(1).default(1),
  name: z
    .string()
    .max(NODE_NAME_MAX_LENGTH, {
      error: `A name may be ${NODE_NAME_MAX_LENGTH} characters at most.`,
    })
    .refine((name) => name.trim() !== "", { error: "A name can't be blank." })
    .optional(),
  position: z.strictObject({ x: coordinate, y: coordinate }).optional(),
  /** For people only. */
  note: z
    .string()
    .max(NODE_NOTE_MAX_LENGTH, {
      error: `A note may be ${NODE_NOTE_MAX_LENGTH} characters at most.`,
    })
    .optional(),
  /** Switched off: a run passes it by, as if its ways in and out were one. */
  disabled: z.literal(true).optional(),
  config: z.record(z.string(), z.unknown()),
});

export const graphEdgeSchema = z.strictObject({
  id: graphId,
  source: graphId,
  sourcePort: z.string().min(1).max(64).default("out"),
  target: graphId,
});

/**
 * A draft: well formed, though it may be incomplete. Ids are unique and edges lead from a node to a
 * node; whether the graph may be activated is `validateGraph`'s question.
 */
export const graphSchema = z
  .strictObject({
    nodes: z
      .array(graphNodeSchema)
      .max(NODES_MAX, { error: `A scenario may have ${NODES_MAX} nodes at most.` }),
    edges: z
      .array(graphEdgeSchema)
      .max(EDGES_MAX, { error: `A scenario may have ${EDGES_MAX} edges at most.` }),
  })
  .superRefine((graph, context) => {
    const nodeIds = new Set<string>();
    graph.nodes.forEach((node, index) => {
      if (nodeIds.has(node.id)) {
        context.addIssue({
          code: "custom",
          message: `The node id "${node.id}" is used twice.`,
          path: ["nodes", index, "id"],
        });
      }
      nodeIds.add(node.id);
    });
    const edgeIds = new Set<string>();
    graph.edges.forEach((edge, index) => {
      if (edgeIds.has(edge.id)) {
        context.addIssue({
          code: "custom",
          message: `The edge id "${edge.id}" is used twice.`,
          path: ["edges", index, "id"],
        });
      }
      edgeIds.add(edge.id);
      for (const end of ["source", "target"] as const) {
        if (nodeIds.has(edge[end])) continue;
        context.addIssue({
          code: "custom",
          message: `The edge "${edge.id}" names the node "${edge[end]}", which does not exist.`,
          path: ["edges", index, end],
        });
      }
    });
  });

export type Graph = z.infer<typeof graphSchema>;
export type GraphNode = z.infer<typeof graphNodeSchema>;
export type GraphEdge = z.infer<typeof graphEdgeSchema>;

export const emptyGraph: Graph = { nodes: [], edges: [] };

/** Whether a node's operation is a trigger; false for an unknown operation. */
export function isTrigger(node: Pick<GraphNode, "operation">): boolean {
  return getOperation(node.operation)?.kind === "trigger";
}

/** The first trigger node; undefined when there is none. */
export function triggerNode(graph: Graph): GraphNode | undefined {
  return graph.nodes.find(isTrigger);
}

/** What to call a node: its own name, else its operation's title, else its operation's key. */
export function nodeName(node: Pick<GraphNode, "name" | "operation">): string {
  return node.name ?? getOperation(node.operation)?.title ?? node.operation;
}
