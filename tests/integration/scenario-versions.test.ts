import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { activateScenario } from "@/lib/scenarios/activate-scenario";
import { deactivateScenario } from "@/lib/scenarios/deactivate-scenario";
import { deleteScenario } from "@/lib/scenarios/delete-scenario";
import { getScenario } from "@/lib/scenarios/get-scenario";
import { getVersion } from "@/lib/scenarios/get-version";
import { listVersions } from "@/lib/scenarios/list-versions";
import { saveOperations } from "@/lib/scenarios/save-operations";
import { createTestRun } from "@/lib/scenarios/test-run";
import { edge, send } from "@/lib/scenarios/testing/arbitrary";
import { ann, graph, id, robot, withSavedScenario } from "./support/saves";

const gone: Actor = { kind: "apiKey", id: "key_gone", name: "Gone", scopes: [] };

withSavedScenario();

async function rename(name: string) {
  const { revision: baseRevision } = await getScenario({ actor: ann, id });
  const operations = [{ type: "renameNode", nodeId: "a", name }];
  return saveOperations({ actor: ann, id, input: { baseRevision, operations } });
}
const activate = (input?: unknown, actor: Actor = ann) => activateScenario({ actor, id, input });
const versions = (query: Record<string, string> = {}) => listVersions({ actor: ann, id, query });
const version = (number: string) => getVersion({ actor: ann, id, number });

/** Publishes this many versions, each under another name of the webhook. */
async function publish(count: number) {
  for (let number = 1; number <= count; number++) {
    await rename(`Version ${number}`);
    await activate();
  }
}

describe("the versions of a scenario", () => {
  it("are those that were published, newest first, by whom, and which is live", async () => {
    expect(await versions()).toEqual({ items: [], nextCursor: null });
    await activate(undefined, ann);
    await rename("Two");
    await activate(undefined, robot);
    await rename("Three");
    await activate(undefined, gone);
    await rename("Draft");
    const { items, nextCursor } = await versions();
    expect(nextCursor).toBeNull();
    expect(items).toEqual([
      { number: 3, createdBy: null, isLive: true, nodeCount: 2, createdAt: expect.any(String) },
      {
        number: 2,
        createdBy: { id: "key_robot", name: "Robot" },
        isLive: false,
        nodeCount: 2,
        createdAt: expect.any(String),
      },
      {
        number: 1,
        createdBy: { id: "usr_ann", name: "Ann" },
        isLive: false,
        nodeCount: 2,
        createdAt: expect.any(String),
      },
    ]);
  });

  it("count their nodes, whatever texts they hold", async () => {
    const { revision: baseRevision } = await getScenario({ actor: ann, id });
    // Half a surrogate pair, as a cut text may end with, and what only looks like one.
    const notes = ["cut \ud83d", '"nodes": [1] \\ud83d \\', "😀 { } \n"];
    const nodes = notes.map((note, index) => ({ ...send(`n${index}`), note }));
    const edges = nodes.map((node) => edge("t", node.id));
    const operations = [{ type: "addMany", nodes, edges }];
    await saveOperations({ actor: ann, id, input: { baseRevision, operations } });
    await activate();
    expect((await versions()).items).toMatchObject([{ number: 1, nodeCount: 5 }]);
    expect(await version("1")).toMatchObject({ nodeCount: 5 });
  });

  it("come in pages that name each once", async () => {
    await publish(5);
    const numbers: number[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const page = await versions({ limit: "2", ...(cursor && { cursor }) });
      numbers.push(...page.items.map(({ number }) => number));
      cursor = page.nextCursor;
    }
    expect(numbers).toEqual([5, 4, 3, 2, 1]);
  });

  it("do not hold what was only tested", async () => {
    await db().$transaction((tx) => createTestRun(tx, { actor: ann, scenarioId: id, graph }));
    await activate();
    expect((await versions()).items.map(({ number }) => number)).toEqual([1]);
  });

  it.each<Record<string, string>>([
    { limit: "0" },
    { limit: "101" },
    { cursor: "0" },
    { cursor: "x" },
    { x: "1" },
  ])("are not listed for %j", async (query) => {
    await expect(versions(query)).rejects.toMatchObject({ code: "invalid_request" });
  });

  it("are read one by one, with the graph as it was and its secrets as references", async () => {
    const { revision: baseRevision } = await getScenario({ actor: ann, id });
    const secret = "a planted secret";
    const config = { ...send("a").config, secret };
    await saveOperations({
      actor: ann,
      id,
      input: { baseRevision, operations: [{ type: "setConfig", nodeId: "a", config }] },
    });
    const published = await activate();
    await rename("Later");
    const first = await version("1");
    expect(first.graph).toEqual(published.graph);
    expect(first).toMatchObject({ number: 1, isLive: true, nodeCount: 2 });
    expect(JSON.stringify(first)).not.toContain(secret);
  });

  it.each(["2", "0", "01", "-1", "1.5", "1e3", "x", "", "99999999999999"])(
    "have no version %j",
    async (number) => {
      await activate();
      await expect(version(number)).rejects.toMatchObject({ code: "not_found" });
    },
  );

  it("of a deleted scenario, or one that never was, are a 404", async () => {
    await activate();
    await deleteScenario({ actor: ann, id });
    await expect(versions()).rejects.toMatchObject({ code: "not_found" });
    await expect(version("1")).rejects.toMatchObject({ code: "not_found" });
    const ofNone = listVersions({ actor: ann, id: "scn_none", query: {} });
    await expect(ofNone).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("activating with the draft one has seen", () => {
  it("publishes that draft, and is a 409 when somebody saved another", async () => {
    const { revision } = await getScenario({ actor: ann, id });
    expect(await activate({ expectedRevision: revision })).toMatchObject({ publishedVersion: 1 });
    await rename("Two");
    await expect(activate({ expectedRevision: revision })).rejects.toMatchObject({
      code: "stale_revision",
      extra: { currentRevision: revision + 1 },
    });
    expect(await activate({ expectedRevision: revision + 1 })).toMatchObject({
      publishedVersion: 2,
    });
  });
});

describe("activating with the version one knows of", () => {
  it("publishes when it is the live one", async () => {
    expect(await activate({ expectedVersion: null })).toMatchObject({ publishedVersion: 1 });
    await rename("Two");
    expect(await activate({ expectedVersion: 1 })).toMatchObject({
      publishedVersion: 2,
      draftBaseVersion: 2,
      hasUnpublishedChanges: false,
    });
  });

  it("is a 409 that names the live one when it is another, and publishes nothing", async () => {
    await publish(2);
    await rename("Three");
    const before = await versions();
    for (const expectedVersion of [1, 3, null]) {
      await expect(activate({ expectedVersion })).rejects.toMatchObject({
        code: "conflict",
        extra: { currentVersion: 2 },
      });
    }
    expect(await versions()).toEqual(before);
    expect(await activate()).toMatchObject({ publishedVersion: 3 });
  });

  it("twice at once is one operation", async () => {
    await publish(1);
    await rename("Two");
    const twice = await Promise.all([1, 1].map((expectedVersion) => activate({ expectedVersion })));
    expect(twice.map(({ publishedVersion }) => publishedVersion)).toEqual([2, 2]);
    expect((await versions()).items).toHaveLength(2);
  });

  it("holds for a paused scenario as well", async () => {
    await publish(1);
    await deactivateScenario({ actor: ann, id });
    await expect(activate({ expectedVersion: null })).rejects.toMatchObject({
      extra: { currentVersion: 1 },
    });
    expect(await activate({ expectedVersion: 1 })).toMatchObject({
      status: "active",
      publishedVersion: 1,
    });
  });

  it.each([
    { expectedVersion: 0 },
    { expectedVersion: "1" },
    { expectedVersion: 1.5 },
    { x: 1 },
    [],
  ])("refuses %j", async (input) => {
    await expect(activate(input)).rejects.toMatchObject({ code: "invalid_request" });
    expect((await getScenario({ actor: ann, id })).status).toBe("draft");
  });
});
