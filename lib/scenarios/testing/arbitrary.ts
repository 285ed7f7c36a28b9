import fc from "fast-check";
import { type GraphNode, POSITION_MAX } from "../graph";
import type { GraphOperation } from "../operations";

/** Small graphs and random edits of them, for tests. */

export const trigger = (id: string): GraphNode => ({
  id,
  operation: "traderlaunchpad.orderCreated",
  operationVersion: 1,
  config: {},
});
export const send = (id: string): GraphNode => ({
  id,
  operation: "webhooks.send",
  operationVersion: 1,
  config: { webhookUrl: "https://example.com" },
});
export const edge = (source: string, target: string, id = `${source}-${target}`) => ({
  id,
  source,
  sourcePort: "out",
  target,
});
const coordinate = fc.integer({ min: -POSITION_MAX, max: POSITION_MAX });
const ids = fc.constantFrom("t", "u", "a", "b", "c", "d");
const nodes = ids.map((id) => (id === "t" || id === "u" ? trigger(id) : send(id)));
const edges = fc.tuple(ids, ids).map(([source, target]) => edge(source, target));
/** Any operation, on ids that may or may not exist. */
export const anOperation: fc.Arbitrary<GraphOperation> = fc.oneof(
  fc.record({ type: fc.constant("addNode" as const), node: nodes, edge: edges }),
  fc.record({ type: fc.constant("connect" as const), edge: edges }),
  fc.record({
    type: fc.constant("remove" as const),
    nodeIds: fc.array(ids, { maxLength: 1 }),
    edgeIds: fc.array(
      edges.map(({ id }) => id),
      { maxLength: 1 },
    ),
  }),
  fc.record({
    type: fc.constant("moveNodes" as const),
    positions: fc.dictionary(ids, fc.record({ x: coordinate, y: coordinate })),
  }),
  fc.record({
    type: fc.constant("setConfig" as const),
    nodeId: ids,
    config: fc.dictionary(fc.string(), fc.jsonValue()),
  }),
  fc.record({ type: fc.constant("renameNode" as const), nodeId: ids, name: fc.string() }),
  fc.record({
    type: fc.constant("setNote" as const),
    nodeId: ids,
    note: fc.option(fc.string(), { nil: undefined }),
  }),
  fc.record({
    type: fc.constant("setDisabled" as const),
    nodeIds: fc.array(ids, { maxLength: 2 }),
    disabled: fc.boolean(),
  }),
  fc.record({
    type: fc.constant("addMany" as const),
    nodes: fc.uniqueArray(nodes, { maxLength: 3, selector: ({ id }) => id }),
    edges: fc.array(edges, { maxLength: 2 }),
  }),
  fc.tuple(edges, nodes).map(([old, node]) => ({
    type: "insertOnEdge" as const,
    edgeId: old.id,
    node,
    edges: [edge(old.source, node.id), edge(node.id, old.target)] as [typeof old, typeof old],
  })),
);
