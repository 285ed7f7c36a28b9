import { expect, test, vi } from "vitest";
import { ApiProblem } from "@/components/api";
import { scenarioApi } from "@/components/scenarios/api";
import type { Graph } from "@/lib/scenarios/graph";
import { OPERATIONS_MAX } from "@/lib/scenarios/operation-schema";
import { applyOperation, type GraphOperation } from "@/lib/scenarios/operations";
import { send, trigger } from "@/lib/scenarios/testing/arbitrary";
import { createSaves } from "./saves";

/** A server that keeps one document, and can lose its answers. */
function setUp() {
  let graph: Graph = { nodes: [trigger("t")], edges: [] };
  let revision = 1;
  let last = "";
  let losesAnswer = false;
  const view = () => ({ graph, revision, hasUnpublishedChanges: true, draftBaseVersion: null });
  const saveOperations = vi.fn(
    async (_: string, baseRevision: number, operations: readonly GraphOperation[]) => {
      const now = JSON.stringify([baseRevision, operations]);
      if (now !== last) {
        if (baseRevision !== revision) throw new ApiProblem(409, "stale_revision", "", [], {});
        graph = operations.reduce(applyOperation, graph);
        revision += 1;
        last = now;
      }
      if (losesAnswer) throw new ApiProblem(0, "network", "", [], {});
      return view() as never;
    },
  );
  const saveDraft = vi.fn(async (_: string, _base: number, sent: Graph) => {
    graph = sent;
    revision += 1;
    return view() as never;
  });
  const saves = createSaves(
    { id: "scn_1", ...view() },
    { ...scenarioApi, saveOperations, saveDraft },
  );
  return {
    saves,
    saveOperations,
    saveDraft,
    loseAnswers: (loses: boolean) => {
      losesAnswer = loses;
    },
    server: () => ({ graph, revision }),
  };
}

const withNode = (graph: Graph, id: string) =>
  applyOperation(graph, { type: "addNode", node: send(id) });

test("only what changed is sent, and nothing when nothing did", async () => {
  const { saves, saveOperations, server } = setUp();
  const first = withNode(server().graph, "a");
  expect(await saves.write(1, first)).toMatchObject({ revision: 2 });
  expect(await saves.write(2, first)).toMatchObject({ revision: 2 });
  expect(saveOperations).toHaveBeenCalledTimes(1);
  expect(saveOperations.mock.calls[0]?.[2]).toHaveLength(1);
});

test("a lost answer and more typing afterwards are no conflict", async () => {
  const { saves, loseAnswers, server } = setUp();
  const first = withNode(server().graph, "a");
  loseAnswers(true);
  await expect(saves.write(1, first)).rejects.toThrow(ApiProblem);
  loseAnswers(false);
  const second = withNode(first, "b");
  expect(await saves.write(1, second)).toMatchObject({ revision: 3 });
  expect(server().graph).toEqual(second);
});

test("on top of somebody else's revision the whole document is sent", async () => {
  const { saves, saveDraft, saveOperations, server } = setUp();
  const mine = withNode(server().graph, "mine");
  await saves.write(7, mine);
  expect(saveDraft).toHaveBeenCalledWith("scn_1", 7, mine);
  expect(saveOperations).not.toHaveBeenCalled();
});

test("does not send a secret that the server would refuse, and says whose it is", async () => {
  const { saves, saveOperations, saveDraft, server } = setUp();
  const withHeaders = (headers: Record<string, string>) => {
    const hook = send("a");
    return applyOperation(server().graph, {
      type: "addNode",
      node: { ...hook, name: "Shop", config: { ...hook.config, headers } },
    });
  };
  const refusal = saves.write(1, withHeaders({ "Authorization: x": "Bearer 42" }));
  await expect(refusal).rejects.toMatchObject({
    status: 400,
    message: expect.stringMatching(/^Header Authorization: x of “Shop”: A header name may only/),
  });
  expect(saveOperations).not.toHaveBeenCalled();
  expect(saveDraft).not.toHaveBeenCalled();

  // What is no secret stays in sight, so it is saved however wrong it is.
  await saves.write(1, withHeaders({ "X Shop": "42" }));
  expect(server().revision).toBe(2);
});

test("more edits than one request takes are sent in portions, in order", async () => {
  const { saves, saveOperations, saveDraft, server } = setUp();
  const ids = Array.from({ length: OPERATIONS_MAX + 50 }, (_, index) => `n${index}`);
  const full = ids.reduce(withNode, server().graph);
  await saves.write(1, full);
  expect(server().graph.nodes.map(({ id }) => id)).toEqual(["t", ...ids]);
  const noted = ids.reduce(
    (graph, nodeId) => applyOperation(graph, { type: "setNote", nodeId, note: nodeId }),
    full,
  );
  await saves.write(server().revision, noted);
  expect(server().graph).toEqual(noted);
  const counts = saveOperations.mock.calls.map(([, , operations]) => operations.length);
  expect(Math.max(...counts)).toBeLessThanOrEqual(OPERATIONS_MAX);
  expect(saveDraft).not.toHaveBeenCalled();
});
