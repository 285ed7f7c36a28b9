import { beforeEach, describe, expect, it } from "vitest";
import { POST as authPost } from "@/app/api/auth/[...all]/route";
import { GET as getActors } from "@/app/api/v1/audit/actors/route";
import { GET as getExport } from "@/app/api/v1/audit/export/route";
import { GET as getAudit } from "@/app/api/v1/audit/route";
import { POST as postInbox } from "@/app/api/v1/inboxes/route";
import { exportAudit } from "@/lib/audit/export-audit";
import { listAudit, listAuditActors } from "@/lib/audit/list-audit";
import type { AuditEntryView } from "@/lib/audit/schemas";
import { writeAudit } from "@/lib/audit/write-audit";
import { systemActor } from "@/lib/auth/actor";
import { createOwner } from "@/lib/auth/create-owner";
import { db } from "@/lib/db";
import { deleteInbox } from "@/lib/inboxes/delete-inbox";
import { invite, withdrawInvitation } from "@/lib/people/invitations";
import { askAsPage, cookieOf } from "./support/browser";
import { withTestDatabase } from "./support/database";

const owner = { email: "olive@example.com", password: "correct horse battery" };
const noParams = { params: Promise.resolve({}) };
const ann = { kind: "user", id: "usr_ann", email: "ann@example.com", role: "owner" } as const;
const bot = { kind: "apiKey", id: "key_bot", name: "Shop", scopes: [] } as const;
const AGENT = "Browser of a test";

withTestDatabase({ LOG_LEVEL: "silent" });

beforeEach(async () => {
  await db().$transaction([
    db().user.deleteMany(),
    db().inbox.deleteMany(),
    db().auditEntry.deleteMany(),
  ]);
});

let client = 0;

function ask(path: string, body?: unknown, cookie?: string): Request {
  client += 1;
  const headers = { "user-agent": AGENT, "x-forwarded-for": `203.0.113.${client}` };
  return askAsPage(path, body, cookie, headers);
}

async function signIn(password = owner.password, email = owner.email) {
  const response = await authPost(ask("/api/auth/sign-in/email", { email, password }));
  return { status: response.status, cookie: cookieOf(response) };
}

async function entries(query: Record<string, string> = {}): Promise<AuditEntryView[]> {
  return (await listAudit({ actor: ann, query: { limit: "100", ...query } })).items;
}

const brief = ({ actor, action, target }: AuditEntryView) => [actor.name, action, target.name];

describe("who came in", () => {
  it("signing in, in vain too, and out are entries that say from where", async () => {
    await createOwner(owner);
    const { cookie } = await signIn();
    expect((await signIn("wrong horse battery")).status).toBe(401);
    expect((await authPost(ask("/api/auth/sign-out", {}, cookie))).status).toBe(200);
    const log = (await entries()).filter(({ action }) => action.startsWith("session."));
    expect(log.map(brief)).toEqual([
      [owner.email, "session.ended", owner.email],
      ["A visitor", "session.refused", owner.email],
      [owner.email, "session.started", owner.email],
    ]);
    for (const { ipAddress, userAgent } of log) {
      expect(ipAddress).toMatch(/^203\.0\.113\.\d+$/);
      expect(userAgent).toBe(AGENT);
    }
  });

  it.each([
    ["/change-password", { newPassword: "another battery", currentPassword: "a guess of mine" }],
    ["/two-factor/enable", { password: "a guess of mine" }],
    ["/two-factor/disable", { password: "a guess of mine" }],
  ])(
    "a password that is tried at %s with somebody's session, in vain, is an entry",
    async (path, body) => {
      await createOwner(owner);
      const { cookie } = await signIn();
      const answer = await authPost(ask(`/api/auth${path}`, body, cookie));
      expect(answer.status).toBeGreaterThanOrEqual(400);
      const [entry, ...more] = await entries({ action: "user.passwordRefused" });
      expect(more).toEqual([]);
      expect(entry && brief(entry)).toEqual([owner.email, "user.passwordRefused", owner.email]);
      expect(JSON.stringify(entry)).not.toContain("a guess of mine");
    },
  );

  it("what is typed where an account's address belongs is not written down", async () => {
    await createOwner(owner);
    const typed = "my-password@example.com";
    expect((await signIn("wrong horse battery", typed)).status).toBe(401);
    const rows = JSON.stringify(await db().auditEntry.findMany());
    expect(rows).toContain("session.refused");
    expect(rows).not.toContain("my-password");
    expect(rows).not.toContain("horse");
    expect((await entries({ actorId: "visitor" })).map(brief)).toEqual([
      ["A visitor", "session.refused", "nobody known here"],
    ]);
  });

  it("somebody who guesses passwords does not fill the log", async () => {
    await createOwner(owner);
    // Of one account after the other: the tries of a single one are made to wait.
    for (let turn = 0; turn < 65; turn += 1) await signIn("wrong", `nobody-${turn}@example.com`);
    const refused = await db().auditEntry.count({ where: { action: "session.refused" } });
    expect(refused).toBeGreaterThan(10);
    // Of one minute, or of the two that the turns may lie in.
    expect(refused).toBeLessThanOrEqual(60);
  });
});

describe("what was done", () => {
  it("a call over HTTP says from where; the product itself from nowhere", async () => {
    await createOwner(owner);
    const { cookie } = await signIn();
    const made = await postInbox(ask("/api/v1/inboxes", { name: "Rehearsal" }, cookie), noParams);
    expect(made.status).toBe(201);
    await writeAudit(db(), {
      actor: systemActor,
      action: "target.paused",
      targetType: "scenario",
      targetId: "scn_none",
      detail: { nodeId: "a", nodeName: "CRM", host: "crm.example", failures: 5 },
    });
    const [paused, created] = await entries();
    expect(created).toMatchObject({
      actor: { kind: "user", name: owner.email },
      did: "created the test inbox",
      target: { name: "Rehearsal", isGone: false },
      userAgent: AGENT,
    });
    expect(created?.ipAddress).toMatch(/^203\./);
    expect(paused).toMatchObject({
      actor: { kind: "system", name: "The product" },
      target: { name: "scn_none", isGone: true },
      more: "CRM (crm.example)",
      ipAddress: null,
      userAgent: null,
    });
  });

  it("names stay when the thing, the account or the key is gone", async () => {
    await db().inbox.create({ data: { id: "inb_a", token: "t", name: "Gone" } });
    await deleteInbox({ actor: bot, id: "inb_a" });
    expect((await entries()).map(brief)).toEqual([["Shop", "inbox.deleted", "Gone"]]);
  });

  it("is filtered by who, action, thing and time, together", async () => {
    for (const actor of [ann, bot, systemActor]) {
      for (const targetId of ["scn_a", "scn_b"]) {
        for (const action of ["scenario.activated", "scenario.deactivated"]) {
          await writeAudit(db(), { actor, action, targetType: "scenario", targetId });
        }
      }
    }
    expect(await entries()).toHaveLength(12);
    expect(await entries({ actorId: bot.id })).toHaveLength(4);
    expect(await entries({ actorId: "system" })).toHaveLength(4);
    expect(await entries({ targetId: "scn_a" })).toHaveLength(6);
    expect(await entries({ action: "scenario.activated", targetId: "scn_a" })).toHaveLength(3);
    const since = new Date(Date.now() + 60_000).toISOString();
    expect(await entries({ since })).toHaveLength(0);
    expect(await entries({ until: since, actorId: ann.id, targetId: "scn_b" })).toHaveLength(2);
  });

  it("is paged by key, there and back", async () => {
    for (let turn = 0; turn < 5; turn += 1) {
      await writeAudit(db(), {
        actor: ann,
        action: "scenario.saved",
        targetType: "scenario",
        targetId: `scn_${turn}`,
      });
    }
    const page = (cursor?: string) =>
      listAudit({ actor: ann, query: { limit: "2", ...(cursor ? { cursor } : {}) } });
    const first = await page();
    const second = await page(first.nextCursor ?? undefined);
    expect(second.items.map(({ target }) => target.id)).toEqual(["scn_2", "scn_1"]);
    expect((await page(second.prevCursor ?? undefined)).items).toEqual(first.items);
  });

  it("unknown filters and cursors of other lists are refused", async () => {
    for (const query of [{ actor: "x" }, { action: "x.y" }, { cursor: `dlv_${"0".repeat(26)}` }]) {
      await expect(listAudit({ actor: ann, query })).rejects.toMatchObject({
        code: "invalid_request",
      });
    }
  });
});

describe("people who are gone", () => {
  const entry = (targetType: string, targetId: string, action: string, detail?: string) =>
    writeAudit(db(), { actor: ann, action, targetType, targetId, detail });

  it("are told by their address, in the entry of their removal once", async () => {
    await entry("user", "usr_gone", "user.roleChanged", "viewer");
    await entry("user", "usr_gone", "user.removed", "gone@example.com");
    await entry("user", "usr_lost", "user.signedOut");
    const told = (await entries()).map(({ target, more }) => [target.name, more, target.isGone]);
    expect(told).toEqual([
      ["usr_lost", null, true],
      ["gone@example.com", null, true],
      ["gone@example.com", "to viewer", true],
    ]);
  });

  it("by what they did, where no removal is in the log", async () => {
    const actor = { kind: "user", id: "usr_lost", email: "l@example.com", role: "owner" } as const;
    await writeAudit(db(), {
      actor,
      action: "guide.dismissed",
      targetType: "instance",
      targetId: "g",
    });
    await entry("user", "usr_lost", "user.signedOut");
    expect((await entries())[0]?.target.name).toBe("l@example.com");
  });

  it("are among those who can be asked for", async () => {
    await entry("user", "usr_gone", "user.removed", "gone@example.com");
    const { items } = await listAuditActors({ actor: ann });
    expect(items.filter(({ kind }) => kind === "user")).toEqual([
      { kind: "user", id: "usr_gone", name: "gone@example.com", isGone: true },
    ]);
  });

  it("invitations are told by the address they are for", async () => {
    await createOwner(owner);
    const { id } = await db().user.findFirstOrThrow();
    const actor = { kind: "user", id, email: owner.email, role: "owner" } as const;
    const invitation = await invite({ actor, input: { email: "new@example.com", role: "viewer" } });
    await withdrawInvitation({ actor, id: invitation.id });
    const told = (await entries()).filter(({ target }) => target.type === "invitation");
    expect(told.map(({ action, target }) => [action, target.name])).toEqual([
      ["invitation.withdrawn", "new@example.com"],
      ["invitation.created", "new@example.com"],
    ]);
    await db().accessLink.deleteMany();
    for (const { target } of await entries({ targetId: invitation.id })) {
      expect(target.name).toBe("new@example.com");
    }
  });
});

describe("the export", () => {
  const text = async (query: Record<string, string>) => {
    const { content, ...rest } = await exportAudit({ actor: ann, query });
    return { ...rest, text: await new Response(content).text() };
  };

  it("is all that match, in more than one batch, and an entry itself", async () => {
    await db().auditEntry.createMany({
      data: Array.from({ length: 1203 }, (_, index) => ({
        id: `aud_${String(index).padStart(26, "0")}`,
        actorKind: "user",
        actorId: "usr_bob",
        action: "scenario.saved",
        targetType: "scenario",
        targetId: "scn_a",
        detail: `revision ${index}`,
      })),
    });
    const { text: lines, type } = await text({ format: "ndjson", actorId: "usr_bob" });
    expect(type).toContain("application/x-ndjson");
    const rows = lines
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as AuditEntryView);
    expect(rows).toHaveLength(1203);
    expect(rows[0]).toMatchObject({ more: "revision 1202", actor: { id: "usr_bob" } });
    const [taken] = await entries();
    expect(taken).toMatchObject({
      action: "audit.exported",
      more: "format: ndjson; actorId: usr_bob",
      target: { name: "" },
    });
  });

  it("a spreadsheet calculates nothing of it", async () => {
    await writeAudit(db(), {
      actor: { ...bot, name: "=HYPERLINK(1)" },
      action: "scenario.renamed",
      targetType: "scenario",
      targetId: "scn_a",
      detail: "a, b",
    });
    const { text: csv } = await text({ format: "csv" });
    const [head, row] = csv.split("\n");
    expect(head).toMatch(/^id,createdAt,actorKind,actorId,actorName,action,/);
    expect(row).toContain(",'=HYPERLINK(1),scenario.renamed,");
    expect(row).toContain('"to a, b"');
  });
});

describe("who may read it", () => {
  it("people by their role; no key", async () => {
    const editor = { ...ann, role: "editor" } as const;
    const viewer = { ...ann, role: "viewer" } as const;
    const key = { ...bot, scopes: ["read"] } as const;
    await expect(listAudit({ actor: editor, query: {} })).resolves.toMatchObject({ items: [] });
    for (const actor of [viewer, key]) {
      await expect(listAudit({ actor, query: {} })).rejects.toMatchObject({ code: "forbidden" });
    }
    for (const actor of [editor, viewer, key]) {
      await expect(exportAudit({ actor, query: {} })).rejects.toMatchObject({ code: "forbidden" });
    }
    expect(await db().auditEntry.count()).toBe(0);
  });

  it("nobody without a session", async () => {
    for (const handler of [getAudit, getActors, getExport]) {
      expect((await handler(ask("/api/v1/audit"), noParams)).status).toBe(401);
    }
  });

  it("the owner over HTTP", async () => {
    await createOwner(owner);
    const { cookie } = await signIn();
    const listed = await getAudit(ask("/api/v1/audit?limit=1", undefined, cookie), noParams);
    expect(await listed.json()).toMatchObject({ items: [{ action: "session.started" }] });
    const actors = await getActors(ask("/api/v1/audit/actors", undefined, cookie), noParams);
    expect((await actors.json()).items.map(({ name }: { name: string }) => name)).toEqual([
      owner.email,
      "The product",
      "A visitor",
    ]);
    const file = await getExport(ask("/api/v1/audit/export", undefined, cookie), noParams);
    expect(file.headers.get("content-disposition")).toMatch(/attachment; filename="audit-.*ndjson/);
    expect(await file.text()).toContain('"session.started"');
  });
});
