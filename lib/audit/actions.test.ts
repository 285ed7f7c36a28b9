import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { AUDIT_ACTIONS, auditActions, didToSelf, wordsOf } from "@/lib/audit/actions";

const lib = path.resolve(import.meta.dirname, "..");

/** The actions that are written anywhere in lib. */
function writtenActions(): string[] {
  const written = readdirSync(lib, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.ts$/.test(file) && !/\.test\.ts$|generated/.test(file))
    .map((file) => readFileSync(path.join(lib, file), "utf8"))
    .filter((text) => text.includes('audit/write-audit"'))
    // More than one where it depends on something.
    .flatMap((text) =>
      [...text.matchAll(/\baction: ([^,]+),/g)].flatMap(([, value]) => value ?? []),
    )
    .flatMap((value) => [...value.matchAll(/"(\w+\.\w+)"/g)].flatMap(([, name]) => name ?? []));
  return [...new Set(written)];
}

describe("what somebody did to themselves", () => {
  it.each([
    ["user.passwordReset", "set a new password for themselves"],
    ["user.passwordChanged", "changed their own password"],
    ["user.resetLinkWithdrawn", "withdrew the link to set their own password"],
    ["user.renamed", "changed their own name"],
    ["user.sessionsEnded", "ended other sessions of their own"],
    ["user.twoFactorRemoved", "switched off two-factor for themselves"],
    ["invitation.accepted", "accepted their own invitation"],
    ["session.started", "signed in"],
  ] as const)("%s is a whole sentence", (action, words) => {
    expect(didToSelf(auditActions[action].did)).toBe(words);
  });

  it("leaves no action of a person with nothing behind it", () => {
    for (const action of AUDIT_ACTIONS) {
      expect(didToSelf(auditActions[action].did), action).not.toMatch(/ (of|for|as|to)$/);
    }
  });
});

describe("the words of actions", () => {
  it("there are some for every action that is written", () => {
    const written = writtenActions();
    expect(written).toContain("scenario.activated");
    const wordless = written.filter((name) => !AUDIT_ACTIONS.some((action) => action === name));
    expect(wordless, "these need a line in lib/audit/actions.ts").toEqual([]);
  });

  it("labels tell actions apart", () => {
    const labels = AUDIT_ACTIONS.map((action) => auditActions[action].label);
    expect(new Set(labels).size).toBe(labels.length);
  });

  it.each([
    ["scenario.activated", "version 3", "activated the scenario", "version 3"],
    ["scenario.created", "Orders (imported)", "created the scenario", "imported"],
    ["scenario.created", "Orders", "created the scenario", null],
    ["missed.sent", { events: 1 }, "sent missed events of", "1 event"],
    ["replay.created", { total: 12, perSecond: 5 }, "started the replay", "12 deliveries"],
    [
      "settings.changed",
      { retention: { bodiesDays: 7 }, kinds: ["a", "b"] },
      "changed settings",
      "retention.bodiesDays: 7; kinds: a, b",
    ],
    [
      "target.resumed",
      { nodeId: "a", held: 2 },
      "resumed a target of",
      "node a, 2 held deliveries",
    ],
    [
      "apiKey.created",
      { name: "Shop", scopes: ["read", "orders:write"], expiresAt: null },
      "created the API key",
      "with read, orders:write",
    ],
    ["delivery.resent", null, "resent the delivery", null],
  ])("%s of %j", (action, detail, did, more) => {
    const words = wordsOf(action);
    expect([words.did, words.more?.(detail) ?? null]).toEqual([did, more]);
  });

  it("an action of another release is told by its own name", () => {
    expect(wordsOf("webhookTarget.brandNew")).toMatchObject({
      label: "Webhook target brand new",
      did: "did “webhook target brand new” to",
    });
    expect(wordsOf("toString").label).toBe("To string");
  });
});
