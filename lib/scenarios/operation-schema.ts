import { z } from "zod";
import {
  EDGES_MAX,
  graphEdgeSchema,
  graphNodeSchema,
  graphSchema,
  NODE_NAME_MAX_LENGTH,
  NODE_NOTE_MAX_LENGTH,
  NODES_MAX,
} from "./graph";

/** Edits as they are sent to be saved. Safe in the browser. */

/**
 * How many one save may hold. A person rarely makes more between two saves; a larger change is sent as
 * one `replace`, or, as the editor does, as the whole draft.
 */
export const OPERATIONS_MAX = 200;

const id = graphNodeSchema.shape.id;
const nodeIds = z.array(id).max(NODES_MAX);
const edgeIds = z.array(id).max(EDGES_MAX);
const nodes = z.array(graphNodeSchema).max(NODES_MAX);
const edges = z.array(graphEdgeSchema).max(EDGES_MAX);
const positions = z.record(id, graphNodeSchema.shape.position.unwrap());
const { config } = graphNodeSchema.shape;

const placed = <T extends z.ZodType>(item: T, max: number) =>
  z.array(z.strictObject({ index: z.int().min(0).max(max), item })).max(max);

/** A blank name is one that is taken away, so the rule of a stored name does not apply. */
const renamed = z
  .string()
  .max(NODE_NAME_MAX_LENGTH, {
    error: `A name may be ${NODE_NAME_MAX_LENGTH} characters at most.`,
  })
  .optional();
const note = z
  .string()
  .max(NODE_NOTE_MAX_LENGTH, {
    error: `A note may be ${NODE_NOTE_MAX_LENGTH} characters at most.`,
  })
  .optional();

/** One operation of `operations.ts`, strictly; its nodes come out in the form that is stored. */
export const graphOperationSchema = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("addNode"),
    node: graphNodeSchema,
    edge: graphEdgeSchema.optional(),
  }),
  z.strictObject({ type: z.literal("addMany"), nodes, edges }),
  z.strictObject({ type: z.literal("moveNodes"), positions }),
  z.strictObject({ type: z.literal("setConfig"), nodeId: id, config }),
  z.strictObject({ type: z.literal("renameNode"), nodeId: id, name: renamed }),
  z.strictObject({ type: z.literal("setNote"), nodeId: id, note }),
  z.strictObject({ type: z.literal("setDisabled"), nodeIds, disabled: z.boolean() }),
  z.strictObject({ type: z.literal("connect"), edge: graphEdgeSchema }),
  z.strictObject({ type: z.literal("remove"), nodeIds, edgeIds }),
  z.strictObject({
    type: z.literal("insertOnEdge"),
    edgeId: id,
    node: graphNodeSchema,
    edges: z.tuple([graphEdgeSchema, graphEdgeSchema]),
  }),
  z.strictObject({
    type: z.literal("restore"),
    nodes: placed(graphNodeSchema, NODES_MAX),
    edges: placed(graphEdgeSchema, EDGES_MAX),
  }),
  z.strictObject({ type: z.literal("replace"), graph: graphSchema }),
]);

export const saveOperationsSchema = z.strictObject({
  baseRevision: z.number().int().min(1),
  operations: z.array(graphOperationSchema).min(1).max(OPERATIONS_MAX),
});
