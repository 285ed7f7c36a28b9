import { describe, expect, test } from "vitest";
import { faultWords, IMPORT_MAX_BYTES, tooLarge } from "./import-words";

const document = {
  name: "Orders",
  graph: {
    nodes: [
      { id: "t", operation: "traderlaunchpad.orderCreated", config: {} },
      { id: "a", operation: "webhooks.send", name: "CRM", config: { secret: "x" } },
      { id: "b", operation: 7 },
      null,
    ],
    edges: [{ id: "t-a", source: "t", target: "gone" }],
  },
};
const message = "It is wrong.";

describe("a fault of an import is told by", () => {
  test.each([
    [
      "the node's name and the field's label",
      "graph.nodes.1.config.secret",
      "Node 2 “CRM”, Secret",
    ],
    [
      "the operation of a node without a name",
      "graph.nodes.0.x",
      "Node 1 “Order Created (Instant)”, x",
    ],
    ["the id of a node that has no more", "graph.nodes.2.operation", "Node 3 “b”, operation"],
    ["the number of what is no node", "graph.nodes.3", "Node 4"],
    ["the connection", "graph.edges.0.target", "Connection 1 “t-a”, target"],
    ["the field of the document", "name", "name"],
    ["the place of what is not there", "graph.nodes.9.id", "Node 10, id"],
  ])("%s", (_, path, words) => {
    expect(faultWords(document, { path: `document.${path}`, message })).toBe(
      `${words}: ${message}`,
    );
  });

  test.each(["document", "document.format", "document.formatVersion"])(
    "its sentence alone where it is of the whole: %s",
    (path) => {
      expect(faultWords(document, { path, message })).toBe(message);
    },
  );
});

test("what is too large is told with both sizes", () => {
  expect(tooLarge(IMPORT_MAX_BYTES)).toBeNull();
  expect(tooLarge(300 * 1024)).toBe(
    "This is too large: 300 KiB, and an import may have 256 KiB at most.",
  );
});
