import { describe, expect, it } from "vitest";
import type { Graph, GraphNode } from "@/lib/scenarios/graph";
import { edge, send, trigger } from "@/lib/scenarios/testing/arbitrary";
import { fromFailedRefusal, type RetriedStep, takenOverNodes, versionRefusal } from "./retry-rules";

const TRIGGER = "traderlaunchpad.orderCreated";

const step = (nodeId: string, status: string): RetriedStep => ({
  nodeId,
  operation: nodeId === "t" ? TRIGGER : "webhooks.send",
  status,
});
const graph = (...nodes: GraphNode[]): Graph => ({
  nodes: [trigger("t"), ...nodes],
  edges: nodes.map(({ id }) => edge("t", id)),
});
const named = (id: string, name: string): GraphNode => ({ ...send(id), name });

const original = graph(send("ok"), named("bad", "Warehouse"), named("off", "CRM"));
const steps = [step("t", "succeeded"), step("ok", "succeeded"), step("bad", "failed")];
const wanted = (target: Graph, more: RetriedStep[] = []) => ({
  status: "failed",
  graph: original,
  steps: [...steps, ...more],
  target,
  triggers: [TRIGGER],
});

describe("a retry from the failed nodes", () => {
  it("takes over what succeeded, and repeats what failed, was cancelled or skipped", () => {
    const all = [...steps, step("off", "cancelled"), step("after", "skipped")];
    expect(takenOverNodes(all, original)).toEqual(["t", "ok"]);
    expect(fromFailedRefusal(wanted(original))).toBeNull();
  });

  it("takes over nothing that the version has no more, or that does something else in it", () => {
    const other = graph({ ...send("ok"), operation: "crm.createContact" }, send("bad"));
    expect(takenOverNodes(steps, other)).toEqual(["t"]);
    expect(takenOverNodes(steps, graph(send("bad")))).toEqual(["t"]);
  });

  it("is refused where a node that failed is gone, and names it as it was called", () => {
    const refusal = fromFailedRefusal(wanted(graph(send("ok")), [step("off", "cancelled")]));
    expect(refusal).toEqual({
      field: "from",
      message:
        "This version has no “Warehouse” and no “CRM”, where the run failed. Retry it from the start.",
    });
  });

  it("is refused where a node of that id does something else", () => {
    const other = graph(send("ok"), { ...send("bad"), operation: "crm.createContact" });
    expect(fromFailedRefusal(wanted(other))?.message).toContain("“Warehouse”");
  });

  it("is refused for a run in which nothing failed", () => {
    const refusal = fromFailedRefusal({ ...wanted(original), status: "succeeded" });
    expect(refusal?.message).toBe("No node of this run failed. Retry it from the start.");
  });
});

it("a version that no longer listens to the run's event can't carry it", () => {
  expect(versionRefusal(wanted(original))).toBeNull();
  expect(versionRefusal({ ...wanted(original), triggers: ["shop.refunded"] })).toEqual({
    field: "version",
    message: "This version no longer listens to the run's event.",
  });
});
