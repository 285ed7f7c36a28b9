import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { createScenario } from "@/lib/scenarios/create-scenario";
import { deleteScenario } from "@/lib/scenarios/delete-scenario";
import { leavePresence } from "@/lib/scenarios/leave-presence";
import { PRESENCE_MS, reportPresence } from "@/lib/scenarios/report-presence";
import { saveDraft } from "@/lib/scenarios/save-draft";
import { withTestDatabase } from "./support/database";

const ann: Actor = { kind: "user", id: "usr_ann", email: "ann@example.com", role: "owner" };
const bob: Actor = { kind: "user", id: "usr_bob", email: "bob@example.com", role: "owner" };
const robot: Actor = { kind: "apiKey", id: "key_robot", name: "Robot", scopes: [] };

let id = "";

withTestDatabase();

beforeAll(async () => {
  await db().user.create({ data: { id: "usr_ann", name: "Ann", email: "ann@example.com" } });
});

beforeEach(async () => {
  ({ id } = await createScenario({ actor: ann, input: { name: "Open" } }));
});

const report = (tabId: string, actor: Actor = ann) =>
  reportPresence({ actor, id, input: { tabId } });
const leave = (tabId: string, actor: Actor = ann) => leavePresence({ actor, id, input: { tabId } });
const namesSeenBy = async (tabId: string, actor?: Actor) =>
  (await report(tabId, actor)).others.map(({ name, isYou }) => `${name}${isYou ? " (you)" : ""}`);
/** As if so long had gone by since a tab was heard of. */
const age = (tabId: string, byMs: number) =>
  db()
    .$executeRaw`UPDATE scenario_editors SET last_seen_at = last_seen_at - ${byMs} * interval '1 millisecond' WHERE tab_id = ${tabId}`;

describe("a tab that has a scenario open", () => {
  it("is alone at first, and hears the revision and who saved it", async () => {
    expect(await report("one")).toEqual({
      others: [],
      revision: 1,
      lastSavedBy: { name: "Ann" },
    });
    const input = { baseRevision: 1, graph: { nodes: [], edges: [] } };
    await saveDraft({ actor: bob, id, input });
    // Bob has no row of his own here: nobody knows his name.
    expect(await report("one")).toMatchObject({ revision: 2, lastSavedBy: null });
  });

  it("sees the others, in the order they came, and which are the same person's", async () => {
    await report("one");
    await report("two");
    await report("three", robot);
    await report("four", bob);
    expect(await namesSeenBy("one")).toEqual(["Ann (you)", "Robot", "bob@example.com"]);
    expect(await namesSeenBy("three", robot)).toEqual(["Ann", "Ann", "bob@example.com"]);
    const [first] = (await report("two")).others;
    expect(Date.now() - Date.parse(first?.since ?? "")).toBeLessThan(60_000);
    expect(Date.now() - Date.parse(first?.since ?? "")).toBeGreaterThanOrEqual(0);
  });

  it("keeps the time since when it is there", async () => {
    await report("one");
    const first = (await report("two")).others[0]?.since;
    await report("one");
    await age("one", PRESENCE_MS - 5_000);
    await report("one");
    expect((await report("two")).others[0]?.since).toBe(first);
  });

  it("sees only those of its scenario", async () => {
    await report("one");
    const other = await createScenario({ actor: ann, input: { name: "Other" } });
    const input = { tabId: "two" };
    expect((await reportPresence({ actor: ann, id: other.id, input })).others).toEqual([]);
  });

  it("is gone once it was not heard of for a while, and its row is removed", async () => {
    await report("one");
    await age("one", PRESENCE_MS + 1_000);
    expect(await namesSeenBy("two")).toEqual([]);
    expect(await db().scenarioEditor.count({ where: { scenarioId: id } })).toBe(1);
    // Awake again, it has come anew.
    expect(await namesSeenBy("one")).toEqual(["Ann (you)"]);
  });

  it("is gone at once when it says so; nobody else can say it", async () => {
    await report("one");
    await leave("one", bob);
    expect(await namesSeenBy("two")).toEqual(["Ann (you)"]);
    await leave("one");
    await leave("one");
    expect(await namesSeenBy("two")).toEqual([]);
  });

  it("may report many times at once", async () => {
    const tabs = Array.from({ length: 20 }, (_, index) => `tab${index % 4}`);
    await Promise.all(tabs.map((tab) => report(tab)));
    expect((await report("tab0")).others).toHaveLength(3);
  });

  it("changes nothing of the scenario and leaves no audit entry", async () => {
    const before = [await db().scenario.findMany(), await db().auditEntry.count()];
    await report("one");
    await leave("one");
    expect([await db().scenario.findMany(), await db().auditEntry.count()]).toEqual(before);
  });

  it.each([{}, { tabId: "" }, { tabId: "a".repeat(65) }, { tabId: 1 }, { tabId: "a", x: 1 }, null])(
    "is not noted for %j",
    async (input) => {
      await expect(reportPresence({ actor: ann, id, input })).rejects.toMatchObject({
        code: "invalid_request",
      });
      await expect(leavePresence({ actor: ann, id, input })).rejects.toMatchObject({
        code: "invalid_request",
      });
      expect(await db().scenarioEditor.count({ where: { scenarioId: id } })).toBe(0);
    },
  );

  it("of a scenario that is deleted gets a 404", async () => {
    await deleteScenario({ actor: ann, id });
    await expect(report("one")).rejects.toMatchObject({ code: "not_found" });
    await expect(leave("one")).rejects.toMatchObject({ code: "not_found" });
  });
});
