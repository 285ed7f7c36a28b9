import { expect, test } from "vitest";
import { edge, send, trigger } from "@/lib/scenarios/testing/arbitrary";
import { isAway, toConnection } from "./connection";

const graph = { nodes: [trigger("t"), send("a")], edges: [edge("t", "a")] };

test("whichever way it is drawn, a connection leaves its source by a port of its operation", () => {
  const expected = { source: "t", sourcePort: "out", target: "a" };
  expect(toConnection(graph, { type: "source", nodeId: "t", id: "out" }, "a")).toEqual(expected);
  expect(toConnection(graph, { type: "source", nodeId: "t", id: null }, "a")).toEqual(expected);
  expect(toConnection(graph, { type: "target", nodeId: "a", id: null }, "t")).toEqual(expected);
});

test("a node of an operation that is not known here keeps the document's default", () => {
  const unknown = { ...send("x"), operation: "gone.send" };
  const from = { type: "target", nodeId: "a", id: null } as const;
  expect(toConnection({ ...graph, nodes: [...graph.nodes, unknown] }, from, "x").sourcePort).toBe(
    "out",
  );
});

test("an end is meant to be where it began until it was drawn some way", () => {
  expect(isAway({ x: 10, y: 10 }, { x: 0, y: 0 })).toBe(false);
  expect(isAway({ x: 61, y: 0 }, { x: 0, y: 0 })).toBe(true);
});
