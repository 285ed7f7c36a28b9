import type { Scenario } from "@/components/scenarios/api";
import { edge, send, trigger } from "@/lib/scenarios/testing/arbitrary";

/** A draft of a trigger and two webhooks, as the server has it. */
export const testedScenario = (): Scenario => ({
  id: "scn_1",
  name: "Tested",
  status: "draft",
  revision: 1,
  publishedVersion: null,
  draftBaseVersion: null,
  hasUnpublishedChanges: true,
  graph: { nodes: [trigger("t"), send("a"), send("b")], edges: [edge("t", "a"), edge("a", "b")] },
  problems: [],
  createdAt: "2026-11-27T10:00:00.000Z",
  updatedAt: "2026-11-27T10:00:00.000Z",
  updatedBy: null,
});
