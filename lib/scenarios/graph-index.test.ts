import { describe, expect, test } from "vitest";
import type { Graph } from "./graph";
import { flowOrder } from "./graph-index";

const graph = (ids: string, edges: string[]): Graph => ({
  nodes: ids.split("").map((id) => ({
    id,
    operation: id === "t" ? "traderlaunchpad.orderCreated" : "webhooks.send",
    operationVersion: 1,
    config: {},
  })),
  edges: edges.map((edge) => ({
    id: edge,
    source: edge.charAt(0),
    sourcePort: "out",
    target: edge.charAt(1),
  })),
});

describe("the order of the flow", () => {
  test("a node comes after all that lead to it, whatever the order of the document", () => {
    expect(flowOrder(graph("cbat", ["ta", "ab", "tc", "bc"]))).toEqual(["t", "a", "b", "c"]);
  });

  test("what no trigger leads to comes after what one leads to", () => {
    expect(flowOrder(graph("xytab", ["xy", "ta", "ab"]))).toEqual(["t", "a", "b", "x", "y"]);
  });

  test("what stands in a circle comes last, and nothing twice", () => {
    expect(flowOrder(graph("abt", ["ab", "ba", "ta"]))).toEqual(["t", "a", "b"]);
  });
});
