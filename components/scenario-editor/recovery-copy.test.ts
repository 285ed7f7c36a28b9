import { describe, expect, test } from "vitest";
import type { Graph, GraphNode } from "@/lib/scenarios/graph";
import { applyOperation, type GraphOperation } from "@/lib/scenarios/operations";
import { applyInOrder } from "@/lib/scenarios/refused-operation";
import { edge, send, trigger } from "@/lib/scenarios/testing/arbitrary";
import {
  contentOf,
  editsOf,
  isStored,
  partOf,
  readCopies,
  removeCopy,
  writeContent,
  writeCopy,
} from "./recovery-copy";
import { memoryStorage } from "./testing/memory-storage";

const stored = { $secret: "sec_stored" };
const hook = (more: GraphNode["config"]): GraphNode => {
  const { config, ...node } = send("a");
  return { ...node, name: "Shop", config: { ...config, ...more } };
};
const saved: Graph = {
  nodes: [
    trigger("t"),
    hook({ secret: stored, headers: { "X-Shop": "1", Authorization: stored } }),
  ],
  edges: [edge("t", "a")],
};
const rename = (nodeId: string, name: string): GraphOperation => ({
  type: "renameNode",
  nodeId,
  name,
});
const edited = (...operations: GraphOperation[]) => operations.reduce(applyOperation, saved);

describe("what is kept of an edited document", () => {
  test("is nothing when nothing differs", () => {
    expect(contentOf(saved, saved)).toBeNull();
    expect(contentOf(saved, structuredClone(saved))).toBeNull();
  });

  test("is both documents, with the references to stored secrets", () => {
    const after = edited(rename("a", "ERP"));
    expect(contentOf(saved, after)).toEqual({ before: saved, after, leftOut: [] });
  });

  test("holds no secret that was typed: the stored one stays in its place, and it is named", () => {
    const after = edited({
      type: "setConfig",
      nodeId: "a",
      config: {
        ...send("a").config,
        secret: "plain-1",
        headers: { "X-Shop": "2", Authorization: "plain-2", "X-Api-Key": "plain-3" },
      },
    });
    const content = contentOf(saved, after);
    expect(JSON.stringify(content)).not.toContain("plain-");
    expect(content?.after.nodes[1]?.config).toEqual({
      ...send("a").config,
      secret: stored,
      headers: { "X-Shop": "2", Authorization: stored },
    });
    expect(content?.leftOut.toSorted()).toEqual([
      "Header Authorization of “Shop”",
      "Header X-Api-Key of “Shop”",
      "Secret of “Shop”",
    ]);
  });

  test("says that a secret was left out even when nothing else was changed", () => {
    const config = { ...saved.nodes[1]?.config, secret: "plain-1" };
    const after = edited({ type: "setConfig", nodeId: "a", config });
    expect(contentOf(saved, after)).toEqual({
      before: saved,
      after: saved,
      leftOut: ["Secret of “Shop”"],
    });
  });

  test("holds none of a node that is new either", () => {
    const node = { ...send("b"), config: { ...send("b").config, secret: "plain-1" } };
    const content = contentOf(saved, edited({ type: "addNode", node }));
    expect(content?.after.nodes[2]).toEqual(send("b"));
  });
});

describe("bringing it back", () => {
  const after = edited(
    rename("a", "ERP"),
    { type: "addNode", node: send("b"), edge: edge("a", "b") },
    { type: "moveNodes", positions: { t: { x: 8, y: 8 } } },
  );
  const content = { before: saved, after, leftOut: [] };
  /** The document with the edits of a copy; the reason when they don't fit. */
  const restored = (now: Graph) => {
    const edits = editsOf(content, now);
    if ("reason" in edits) return edits.reason;
    const applied = applyInOrder(now, edits.operations);
    return "graph" in applied ? applied.graph : applied.reason;
  };

  test("gives the document as it was left", () => {
    expect(restored(saved)).toEqual(after);
  });

  test("keeps what was changed elsewhere since, when it is about something else", () => {
    const now = edited(rename("t", "Start"), {
      type: "moveNodes",
      positions: { a: { x: 16, y: 0 } },
    });
    const result = restored(now);
    expect(result).toMatchObject({
      nodes: [
        { id: "t", name: "Start", position: { x: 8, y: 8 } },
        { id: "a", name: "ERP", position: { x: 16, y: 0 } },
        { id: "b" },
      ],
    });
  });

  test.each([
    ["the same node was edited", rename("a", "Theirs"), "“Shop” was changed since."],
    [
      "the node was deleted",
      { type: "remove", nodeIds: ["a"], edgeIds: [] } as const,
      "“Shop” was changed since.",
    ],
    [
      "the id of a new node is used",
      { type: "addNode", node: send("b") } as const,
      'The id "b" is used already.',
    ],
  ])("is refused when %s", (_, theirs, reason) => {
    expect(restored(edited(theirs))).toBe(reason);
  });

  test("is refused for another order of nodes once anything was changed", () => {
    const turned = { ...saved, nodes: saved.nodes.toReversed() };
    const now = edited(rename("t", "Start"));
    const replacing = { before: saved, after: turned, leftOut: [] };
    expect(editsOf(replacing, saved)).toHaveProperty("operations");
    expect(editsOf(replacing, now)).toEqual({ reason: "the scenario was changed since." });
  });
});

describe("the storage of a tab", () => {
  const copy = (id: string, at: number) => ({
    ...{ id, at, before: saved, after: edited(rename("a", id)), leftOut: [] },
  });

  test("gives a scenario's copies back, the newest first", () => {
    const storage = memoryStorage();
    writeCopy(storage, "scn_1", copy("one", 1));
    writeCopy(storage, "scn_1", copy("two", 2));
    writeCopy(storage, "scn_2", copy("three", 3));
    expect(readCopies(storage, "scn_1")).toEqual([copy("two", 2), copy("one", 1)]);
    writeCopy(storage, "scn_1", copy("one", 4));
    expect(readCopies(storage, "scn_1")).toEqual([copy("one", 4), copy("two", 2)]);
    removeCopy(storage, "scn_1", "one");
    expect(readCopies(storage, "scn_1")).toEqual([copy("two", 2)]);
  });

  test.each(["", "{", "[]", '{"id":"x"}', JSON.stringify({ ...copy("x", 1), after: {} })])(
    "takes %j for no copy",
    (text) => {
      const storage = memoryStorage();
      storage.setItem("unsaved-scenario:scn_1:x", text);
      expect(readCopies(storage, "scn_1")).toEqual([]);
    },
  );

  describe("that has little room", () => {
    const others = Array.from({ length: 50 }, (_, index) => send(`n${index}`));
    const large: Graph = { ...saved, nodes: [...saved.nodes, ...others] };
    const change = rename("a", "ERP");
    const content = { before: large, after: applyOperation(large, change), leftOut: ["Secret"] };
    const of = { id: "one", at: 1 };

    test("keeps the part that differs, and the very same edits come of it", () => {
      const storage = memoryStorage({ room: 3_000 });
      expect(writeContent(storage, "scn_1", of, content)).toBe(true);
      const [kept] = readCopies(storage, "scn_1");
      expect(kept).toEqual({ ...of, ...partOf(content) });
      expect(kept?.after.nodes.map(({ id }) => id)).toEqual(["a"]);
      expect(kept && editsOf(kept, large)).toEqual({ operations: [change] });
      const changed = applyOperation(large, rename("a", "Theirs"));
      expect(kept && editsOf(kept, changed)).toEqual({ reason: "“Shop” was changed since." });
    });

    test("says so when not even that fits, and leaves no older state of it behind", () => {
      const storage = memoryStorage({ room: 3_000 });
      expect(writeContent(storage, "scn_1", of, content)).toBe(true);
      const noted = { type: "setNote", nodeId: "a", note: "x".repeat(4_000) } as const;
      const longer = { ...content, after: applyOperation(content.after, noted) };
      expect(writeContent(storage, "scn_1", of, longer)).toBe(false);
      expect(readCopies(storage, "scn_1")).toEqual([]);
      expect(writeCopy(memoryStorage({ room: 10 }), "scn_1", copy("one", 1))).toBe(false);
    });
  });
});

describe("the part of a document that differs", () => {
  const edits: [what: string, ...GraphOperation[]][] = [
    ["an edit", rename("a", "ERP")],
    ["a new node with its connection", { type: "addNode", node: send("b"), edge: edge("a", "b") }],
    ["a removed node", { type: "remove", nodeIds: ["a"], edgeIds: [] }],
    ["a removed connection", { type: "remove", nodeIds: [], edgeIds: ["t-a"] }],
  ];
  test.each(edits)("brings back %s", (_, ...operations) => {
    const after = edited(...operations);
    const part = partOf({ before: saved, after, leftOut: [] });
    const found = editsOf(part, saved);
    if ("reason" in found) throw new Error(found.reason);
    // The places in the lists, which mean nothing, may be others.
    const brought = found.operations.reduce(applyOperation, saved);
    const byId = (items: { id: string }[]) => items.toSorted((x, y) => x.id.localeCompare(y.id));
    expect(byId(brought.nodes)).toEqual(byId(after.nodes));
    expect(byId(brought.edges)).toEqual(byId(after.edges));
    const copy = { id: "one", at: 1, ...part };
    expect(isStored(copy, after)).toBe(true);
    expect(isStored(copy, saved)).toBe(false);
    expect(isStored({ ...copy, leftOut: ["Secret"] }, after)).toBe(false);
  });
});
