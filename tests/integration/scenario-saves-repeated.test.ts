import { describe, expect, it } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import type { Graph } from "@/lib/scenarios/graph";
import { saveDraft } from "@/lib/scenarios/save-draft";
import { send, trigger } from "@/lib/scenarios/testing/arbitrary";
import { MASK } from "@/lib/secrets/mask";
import {
  ann,
  config,
  everything,
  graph,
  id,
  rename,
  robot,
  save,
  withSavedScenario,
} from "./support/saves";

withSavedScenario();

describe("the very same save, its answer lost", () => {
  it("is answered again and saved once, also with a secret in it", async () => {
    const operations = [rename("CRM"), config({ secret: "a planted secret" })];
    const first = await save(1, operations);
    const before = await everything();
    expect(await save(1, structuredClone(operations))).toEqual(first);
    expect(await everything()).toEqual(before);
    expect(JSON.stringify(before)).not.toContain("planted");
  });

  it("is a 409 once somebody saved in between, or from somebody else, or with another edit", async () => {
    const conflict = { code: "stale_revision" };
    await save(1, [rename("CRM")]);
    await expect(save(1, [rename("CRM")], { actor: robot })).rejects.toMatchObject(conflict);
    await expect(save(1, [rename("Crm")])).rejects.toMatchObject(conflict);
    await saveDraft({ actor: robot, id, input: { baseRevision: 2, graph } });
    await expect(save(1, [rename("CRM")])).rejects.toMatchObject(conflict);
    // The same words from the revision after it are another save.
    expect((await save(3, [rename("CRM")])).revision).toBe(4);
  });
});

describe("the very same draft saved again, its answer lost", () => {
  const whole = (change: Record<string, unknown>): Graph => ({
    ...graph,
    nodes: [trigger("t"), { ...send("a"), config: { ...send("a").config, ...change } }],
  });
  const put = (baseRevision: number, draft: Graph, actor: Actor = ann) =>
    saveDraft({ actor, id, input: { baseRevision, graph: draft } });

  it.each([
    ["without a secret", { timeout: 60 }],
    ["with a secret that is entered", { secret: "a planted secret" }],
  ])("%s is answered again and saved once", async (_what, change) => {
    const first = await put(1, whole(change));
    const before = await everything();
    expect(await put(1, structuredClone(whole(change)))).toEqual(first);
    expect(await everything()).toEqual(before);
    expect(JSON.stringify(before)).not.toContain("planted");
  });

  it("with the dots of a secret is answered again", async () => {
    await put(1, whole({ secret: "a planted secret" }));
    const masked = whole({ secret: MASK, timeout: 60 });
    const second = await put(2, masked);
    expect(await put(2, masked)).toEqual(second);
  });

  it("tells nobody whether a guess at a stored secret is right", async () => {
    await put(1, whole({ secret: "a planted secret" }));
    const before = await everything();
    for (const guess of ["a planted secret", "another secret"]) {
      await expect(put(1, whole({ secret: guess }), robot)).rejects.toMatchObject({
        code: "stale_revision",
        extra: { currentRevision: 2 },
      });
    }
    expect(await everything()).toEqual(before);
  });

  it("is a 409 once somebody saved in between, and with another draft", async () => {
    const conflict = { code: "stale_revision" };
    await put(1, whole({ timeout: 60 }));
    await expect(put(1, whole({ timeout: 61 }))).rejects.toMatchObject(conflict);
    await save(2, [rename("CRM")]);
    await expect(put(1, whole({ timeout: 60 }))).rejects.toMatchObject(conflict);
  });
});
