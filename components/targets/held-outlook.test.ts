import { describe, expect, it } from "vitest";
import type { Graph, GraphNode } from "@/lib/scenarios/graph";
import { heldOutlook } from "./held-outlook";

const hook = (webhookUrl: string, more: Partial<GraphNode> = {}): GraphNode => ({
  id: "a",
  operation: "webhooks.send",
  operationVersion: 1,
  config: { webhookUrl },
  ...more,
});
const graph = (...nodes: GraphNode[]): Graph => ({ nodes, edges: [] });
const live = graph(hook("https://old.test/in"));
const target = {
  nodeId: "a",
  nodeName: "Send to ERP",
  pausedAt: "2026-05-01T10:00:00Z",
  heldCount: 12,
};
const told = (draft: Graph, change: Partial<typeof target> | { pausedAt: null } = {}) =>
  heldOutlook([{ ...target, ...change }], live, draft).join();

describe("what becomes of held deliveries when a draft goes live", () => {
  it("they stay held where the address stays, whatever else changes", () => {
    const draft = graph(
      hook("https://old.test/in", { config: { webhookUrl: "https://old.test/in", timeout: 9 } }),
    );
    expect(told(draft)).toBe(
      "“Send to ERP” is paused, and 12 deliveries are held for it. That stays so: they are sent once it is resumed, with what is published by then.",
    );
  });

  it("they are sent right away to a new address", () => {
    expect(told(graph(hook("https://new.test/in")), { heldCount: 1 })).toBe(
      "“Send to ERP” is paused, and 1 delivery is held for it. This draft sends elsewhere, which ends the pause: it is sent right after publishing, to https://new.test/in.",
    );
  });

  it("they are sent right away where the node is switched off or removed", () => {
    expect(told(graph(hook("https://old.test/in", { disabled: true })))).toContain(
      "It no longer sends in this draft, which ends the pause: they are sent right after publishing, to https://old.test/in.",
    );
    expect(told(graph())).toContain("to the address of the version that each was made with.");
  });

  it("nothing is said where nothing is paused or held", () => {
    expect(told(graph(), { pausedAt: null })).toBe("");
    expect(told(graph(), { heldCount: 0 })).toBe("");
  });
});
