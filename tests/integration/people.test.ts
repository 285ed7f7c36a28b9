import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { POST as accept } from "@/app/api/access/accept-invitation/route";
import { POST as forgot } from "@/app/api/access/forgot-password/route";
import { POST as reset } from "@/app/api/access/reset-password/route";
import { GET as authGet, POST as authPost } from "@/app/api/auth/[...all]/route";
import { endOtherSessions, endSession, listSessions } from "@/lib/account/sessions";
import type { Actor } from "@/lib/auth/actor";
import { systemActor } from "@/lib/auth/actor";
import { createOwner } from "@/lib/auth/create-owner";
import type { Role } from "@/lib/auth/permissions";
import { requireActor } from "@/lib/auth/require-actor";
import { db } from "@/lib/db";
import { invite, listInvitations, withdrawInvitation } from "@/lib/people/invitations";
import { letBackIn } from "@/lib/people/let-back-in";
import { listPeople } from "@/lib/people/list-people";
import {
  changeRole,
  makeResetLink,
  removePerson,
  signOutPerson,
  switchOffTwoFactor,
} from "@/lib/people/manage-person";
import { startOidcProvider } from "../fixtures/oidc-provider";
import { askAsPage as ask, cookieOf } from "./support/browser";
import { withTestDatabase } from "./support/database";
import { eventually } from "./support/eventually";
import { totp } from "./support/totp";

const ownerInput = { email: "owner@example.com", password: "correct horse" };
const eve = { email: "eve@example.com", password: "a battery staple" };

let provider: Awaited<ReturnType<typeof startOidcProvider>>;
let owner: Extract<Actor, { kind: "user" }>;

withTestDatabase({ OIDC_CLIENT_ID: "tli", OIDC_CLIENT_SECRET: "a secret of the provider's" });

beforeAll(async () => {
  provider = await startOidcProvider();
  process.env.OIDC_ISSUER = provider.issuer;
});

afterAll(() => provider.stop());

beforeEach(async () => {
  await db().$transaction([
    db().user.deleteMany(),
    db().accessLink.deleteMany(),
    db().auditEntry.deleteMany(),
  ]);
  const { id, email } = await createOwner(ownerInput);
  owner = { kind: "user", id, email, role: "owner" };
});

const signIn = (person: { email: string; password: string }, cookie = "") =>
  authPost(ask("/api/auth/sign-in/email", person, cookie));

const tokenOf = ({ url }: { url: string }) => url.split("/").at(-1) ?? "";

async function add(role: Role, person = eve): Promise<string> {
  const invitation = await invite({ actor: owner, input: { email: person.email, role } });
  const answer = await accept(
    ask("/api/access/accept-invitation", { token: tokenOf(invitation), password: person.password }),
  );
  expect(answer.status).toBe(200);
  const { id } = await db().user.findUniqueOrThrow({ where: { email: person.email } });
  return id;
}

const actions = async () =>
  (await db().auditEntry.findMany({ orderBy: { id: "asc" } })).map(({ action }) => action);

describe("an invitation", () => {
  it("makes an account with its role, once", async () => {
    const invitation = await invite({
      actor: owner,
      input: { email: "Eve@Example.com", role: "editor" },
    });
    expect(invitation).toMatchObject({ email: eve.email, role: "editor" });
    const body = { token: tokenOf(invitation), name: "Eve", password: eve.password };
    expect(await (await accept(ask("/x", body))).json()).toEqual({ email: eve.email });
    expect((await accept(ask("/x", body))).status).toBe(404);

    const signedIn = await signIn(eve);
    expect(signedIn.status).toBe(200);
    expect(await requireActor(ask("/x", undefined, cookieOf(signedIn)))).toMatchObject({
      email: eve.email,
      role: "editor",
    });
    expect(await actions()).toEqual(
      expect.arrayContaining(["invitation.created", "invitation.accepted", "session.started"]),
    );
  });

  it("keeps only a digest of its link", async () => {
    const token = tokenOf(
      await invite({ actor: owner, input: { email: eve.email, role: "viewer" } }),
    );
    const rows = JSON.stringify([
      await db().accessLink.findMany(),
      await db().auditEntry.findMany(),
    ]);
    expect(rows).not.toContain(token);
  });

  it("is over when it was withdrawn, replaced, or a week has gone by", async () => {
    const input = { email: eve.email, role: "viewer" };
    const first = await invite({ actor: owner, input });
    const second = await invite({ actor: owner, input });
    const tried = async (token: string) =>
      (await accept(ask("/x", { token, password: eve.password }))).status;
    expect(await tried(tokenOf(first))).toBe(404);
    await withdrawInvitation({ actor: owner, id: second.id });
    expect(await tried(tokenOf(second))).toBe(404);
    await expect(withdrawInvitation({ actor: owner, id: second.id })).rejects.toMatchObject({
      code: "not_found",
    });
    const third = await invite({ actor: owner, input });
    await db().accessLink.update({ where: { id: third.id }, data: { expiresAt: new Date() } });
    expect(await tried(tokenOf(third))).toBe(404);
    expect(await listInvitations({ actor: owner })).toEqual({ items: [] });
    expect(await db().user.count()).toBe(1);
  });

  it("used by two at once makes one account", async () => {
    const token = tokenOf(
      await invite({ actor: owner, input: { email: eve.email, role: "viewer" } }),
    );
    const both = await Promise.all(
      [1, 2].map(() => accept(ask("/x", { token, password: eve.password }))),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([200, 404]);
  });

  it("is refused for who is here already, and from who is no owner", async () => {
    await expect(
      invite({ actor: owner, input: { email: "OWNER@example.com", role: "viewer" } }),
    ).rejects.toMatchObject({ code: "conflict" });
    const editor: Actor = {
      kind: "user",
      id: await add("editor"),
      email: eve.email,
      role: "editor",
    };
    await expect(
      invite({ actor: editor, input: { email: "x@example.com", role: "owner" } }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("an owner", () => {
  it("changes a role, which holds from the next request on", async () => {
    const id = await add("viewer");
    const cookie = cookieOf(await signIn(eve));
    await changeRole({ actor: owner, id, input: { role: "editor" } });
    expect(await requireActor(ask("/x", undefined, cookie))).toMatchObject({ role: "editor" });
  });

  it("cannot remove or lower the last owner, also when two try each other at once", async () => {
    const self = { actor: owner, id: owner.id };
    await expect(removePerson(self)).rejects.toMatchObject({ code: "conflict" });
    await expect(changeRole({ ...self, input: { role: "viewer" } })).rejects.toMatchObject({
      code: "conflict",
    });
    const id = await add("owner");
    await Promise.allSettled([
      changeRole({ ...self, input: { role: "viewer" } }),
      changeRole({ actor: owner, id, input: { role: "viewer" } }),
    ]);
    expect(await db().user.count({ where: { role: "owner" } })).toBe(1);
  });

  it("signs a person out, and removes them", async () => {
    const id = await add("viewer");
    const cookie = cookieOf(await signIn(eve));
    await signOutPerson({ actor: owner, id });
    await expect(requireActor(ask("/x", undefined, cookie))).rejects.toMatchObject({
      code: "unauthenticated",
    });
    await removePerson({ actor: owner, id });
    expect((await signIn(eve)).status).toBe(401);
    expect((await listPeople({ actor: owner })).items).toMatchObject([{ email: owner.email }]);
    await expect(removePerson({ actor: owner, id })).rejects.toMatchObject({ code: "not_found" });
  });

  it("makes a link that sets a password, once, and ends the person's sessions", async () => {
    const id = await add("viewer");
    const cookie = cookieOf(await signIn(eve));
    const token = tokenOf(await makeResetLink({ actor: owner, id }));
    const body = { token, password: "an entirely new one" };
    expect((await reset(ask("/x", body))).status).toBe(200);
    expect((await reset(ask("/x", body))).status).toBe(404);
    await expect(requireActor(ask("/x", undefined, cookie))).rejects.toMatchObject({
      code: "unauthenticated",
    });
    expect((await signIn(eve)).status).toBe(401);
    expect((await signIn({ ...eve, password: body.password })).status).toBe(200);
  });
});

describe("somebody whom no owner can help", () => {
  it("is let back in by the operator: by a link, and without the second step if that is gone", async () => {
    await db().user.update({ where: { email: owner.email }, data: { twoFactorEnabled: true } });
    const asked = { actor: systemActor, email: ` ${owner.email.toUpperCase()} ` };
    const first = await letBackIn({ ...asked, dropSecondStep: false });
    const now = () => db().user.findUniqueOrThrow({ where: { email: owner.email } });
    expect((await now()).twoFactorEnabled).toBe(true);
    const link = await letBackIn({ ...asked, dropSecondStep: true });
    expect((await now()).twoFactorEnabled).toBe(false);
    const body = { token: tokenOf(link), password: "an entirely new one" };
    expect((await reset(ask("/x", { ...body, token: tokenOf(first) }))).status).toBe(404);
    expect((await reset(ask("/x", body))).status).toBe(200);
    expect((await signIn({ email: owner.email, password: body.password })).status).toBe(200);
  });

  it("has to be somebody, and whoever asks allowed to", async () => {
    const asked = { email: "nobody@example.com", dropSecondStep: true };
    await expect(letBackIn({ actor: systemActor, ...asked })).rejects.toMatchObject({
      code: "not_found",
    });
    const actor = { kind: "user", id: "usr_v", email: "v@example.com", role: "viewer" } as const;
    await expect(letBackIn({ ...asked, actor })).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("links of an owner who is one no more", () => {
  const guest = "guest@example.com";

  /** Eve as an owner, with an invitation, a link for Bob's password and one that is over. */
  async function withLinks() {
    const id = await add("owner");
    const actor = { kind: "user", id, email: eve.email, role: "owner" } as const;
    const bob = await add("viewer", { email: "bob@example.com", password: "bobs own one" });
    const spare = await invite({ actor, input: { email: "spare@example.com", role: "viewer" } });
    await withdrawInvitation({ actor, id: spare.id });
    const invitation = await invite({ actor, input: { email: guest, role: "owner" } });
    const link = await makeResetLink({ actor, id: bob });
    const kept = await invite({
      actor: owner,
      input: { email: "kept@example.com", role: "viewer" },
    });
    await db().auditEntry.deleteMany();
    return { id, actor, bob, invitation, link, kept };
  }

  it.each([
    ["removed", (id: string) => removePerson({ actor: owner, id })],
    ["made an editor", (id: string) => changeRole({ actor: owner, id, input: { role: "editor" } })],
  ])("are over once they are %s, which is written down", async (_, end) => {
    const { id, bob, invitation, link, kept } = await withLinks();
    await end(id);
    const password = "an entirely new one";
    expect((await accept(ask("/x", { token: tokenOf(invitation), password }))).status).toBe(404);
    expect((await reset(ask("/x", { token: tokenOf(link), password }))).status).toBe(404);
    expect((await listInvitations({ actor: owner })).items.map((each) => each.id)).toEqual([
      kept.id,
    ]);
    const written = await db().auditEntry.findMany({ orderBy: { id: "asc" } });
    expect(written.map(({ actorId, action, targetId }) => ({ actorId, action, targetId }))).toEqual(
      expect.arrayContaining([
        { actorId: owner.id, action: "invitation.withdrawn", targetId: invitation.id },
        { actorId: owner.id, action: "user.resetLinkWithdrawn", targetId: bob },
      ]),
    );
    expect(written).toHaveLength(3);
  });

  it("stay while they are an owner", async () => {
    const { id, invitation, kept } = await withLinks();
    await changeRole({ actor: owner, id, input: { role: "owner" } });
    expect((await listInvitations({ actor: owner })).items.map((each) => each.id).sort()).toEqual(
      [invitation.id, kept.id].sort(),
    );
  });

  it("are not made by a request that was under way meanwhile", async () => {
    const { id, actor, bob } = await withLinks();
    await removePerson({ actor: owner, id });
    // As it was when the request came in.
    await expect(
      invite({ actor, input: { email: "late@example.com", role: "owner" } }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await expect(makeResetLink({ actor, id: bob })).rejects.toMatchObject({ code: "forbidden" });
    await expect(changeRole({ actor, id: bob, input: { role: "owner" } })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await db().accessLink.count({ where: { email: "late@example.com" } })).toBe(0);
    expect(await db().user.count({ where: { role: "owner" } })).toBe(1);
  });
});

it("a forgotten password: without a mail server everybody is told the same", async () => {
  for (const email of [ownerInput.email, "nobody@example.com"]) {
    expect(await (await forgot(ask("/x", { email }))).json()).toEqual({ mailed: false });
  }
  expect(await db().accessLink.count()).toBe(0);
});

describe("one's sessions", () => {
  it("are listed without their tokens, and ended one by one or all others", async () => {
    const id = await add("viewer");
    const actor: Actor = { kind: "user", id, email: eve.email, role: "viewer" };
    const cookies = [];
    for (let n = 0; n < 3; n++) cookies.push(cookieOf(await signIn(eve)));
    const { headers } = ask("/x", undefined, cookies[0]);
    const { items } = await listSessions({ actor, headers });
    expect(items).toHaveLength(3);
    expect(items.filter(({ current }) => current)).toHaveLength(1);
    const tokens = (await db().session.findMany()).map(({ token }) => token);
    for (const token of tokens) expect(JSON.stringify(items)).not.toContain(token);

    const other = items.find(({ current }) => !current);
    await endSession({ actor, id: other?.id ?? "" });
    expect(await endOtherSessions({ actor, headers })).toEqual({ ended: 1 });
    expect(await requireActor(ask("/x", undefined, cookies[0]))).toMatchObject({ id });
    const owners = await db().session.create({
      data: { id: "ses_x", token: "t", userId: owner.id, expiresAt: new Date(2e12) },
    });
    await expect(endSession({ actor, id: owners.id })).rejects.toMatchObject({ code: "not_found" });
  });

  it("say when they were used last", async () => {
    await add("viewer");
    const cookie = cookieOf(await signIn(eve));
    const longAgo = new Date(Date.now() - 3_600_000);
    await db().session.updateMany({ data: { updatedAt: longAgo } });
    await requireActor(ask("/x", undefined, cookie));
    await eventually(
      () => db().session.findFirst({ where: { updatedAt: { gt: new Date(Date.now() - 60_000) } } }),
      { what: "the note of its use" },
    );
  });
});

describe("two-factor", () => {
  const post = (path: string, body: object, cookie: string) =>
    authPost(ask(`/api/auth/two-factor/${path}`, body, cookie));

  async function switchOn() {
    const id = await add("viewer");
    const cookie = cookieOf(await signIn(eve));
    const made = await (await post("enable", { password: eve.password }, cookie)).json();
    const verified = await post("verify-totp", { code: totp(made.totpURI) }, cookie);
    expect(verified.status).toBe(200);
    return { id, made };
  }

  it("is asked for after the password once it was verified, and takes each recovery code once", async () => {
    const { made } = await switchOn();
    const halfway = await signIn(eve);
    expect(await halfway.json()).toMatchObject({ twoFactorRedirect: true });
    const cookie = cookieOf(halfway);
    await expect(requireActor(ask("/x", undefined, cookie))).rejects.toMatchObject({
      code: "unauthenticated",
    });
    expect((await post("verify-totp", { code: "000000" }, cookie)).status).toBe(401);
    const [code] = made.backupCodes;
    const inside = await post("verify-backup-code", { code }, cookie);
    expect(inside.status).toBe(200);
    expect(await requireActor(ask("/x", undefined, cookieOf(inside)))).toMatchObject({
      email: eve.email,
    });
    const again = cookieOf(await signIn(eve));
    expect((await post("verify-backup-code", { code }, again)).status).toBe(401);
  });

  it("passed by a recovery code, is told so in the audit log", async () => {
    const { id, made } = await switchOn();
    const [code] = made.backupCodes;
    const cookie = cookieOf(await signIn(eve));
    expect((await post("verify-backup-code", { code }, cookie)).status).toBe(200);
    const { detail } = await db().auditEntry.findFirstOrThrow({
      where: { actorId: id, action: "session.started" },
      orderBy: { id: "desc" },
    });
    expect(detail).toBe("with a recovery code");
  });

  it("takes a code of the app, and trusts no browser for it", async () => {
    const { made } = await switchOn();
    const cookie = cookieOf(await signIn(eve));
    // Each counts once: the next one, which is taken early.
    const body = { code: totp(made.totpURI, Date.now() + 30_000), trustDevice: true };
    const inside = await post("verify-totp", body, cookie);
    expect(inside.status).toBe(200);
    const next = await signIn(eve, cookieOf(inside));
    expect(await next.json()).toMatchObject({ twoFactorRedirect: true });
  });

  it("is not on before the first code was right", async () => {
    await add("viewer");
    const cookie = cookieOf(await signIn(eve));
    await post("enable", { password: eve.password }, cookie);
    expect(await (await signIn(eve)).json()).not.toHaveProperty("twoFactorRedirect");
  });

  it("is switched off by an owner for who has lost everything", async () => {
    const { id } = await switchOn();
    await switchOffTwoFactor({ actor: owner, id });
    expect(await (await signIn(eve)).json()).not.toHaveProperty("twoFactorRedirect");
  });

  it("has an entry for each code that was wrong, and for a lock, with whose it was", async () => {
    const { id } = await switchOn();
    await db().auditEntry.deleteMany();
    const cookie = cookieOf(await signIn(eve));
    await post("verify-totp", { code: "000000" }, cookie);
    await post("verify-backup-code", { code: "not-one" }, cookie);
    await db().twoFactor.updateMany({ data: { lockedUntil: new Date(Date.now() + 60_000) } });
    expect((await post("verify-totp", { code: "000000" }, cookie)).status).toBe(429);
    await db().twoFactor.updateMany({ data: { lockedUntil: null } });
    for (let n = 0; n < 3; n++) await post("verify-totp", { code: "000000" }, cookie);
    expect((await post("verify-totp", { code: "000000" }, cookie)).status).toBe(400);
    const written = await db().auditEntry.findMany({ orderBy: { id: "asc" } });
    expect(written).toHaveLength(7);
    for (const entry of written) {
      expect(entry).toMatchObject({
        actorKind: "visitor",
        action: "session.refused",
        targetType: "user",
        targetId: id,
        ipAddress: expect.stringMatching(/^10\.1\./),
      });
    }
    const wrong = "with a wrong code at the second step";
    const locked = "while the second step was locked";
    const over = "with too many wrong codes at the second step";
    expect(written.map(({ detail }) => detail)).toEqual([
      wrong,
      wrong,
      locked,
      wrong,
      wrong,
      wrong,
      over,
    ]);
  });

  it("has no entry for codes of nobody, nor for a wrong one of who is signed in", async () => {
    await post("verify-totp", { code: "000000" }, "");
    await post("verify-totp", { code: "000000" }, "tli.two_factor=made.up");
    expect(await actions()).toEqual(["owner.created"]);
    const { id } = await db().user.findUniqueOrThrow({ where: { email: ownerInput.email } });
    const owners = cookieOf(await signIn(ownerInput));
    await db().auditEntry.deleteMany();
    const made = await post("enable", { password: ownerInput.password }, owners);
    expect(made.status).toBe(200);
    expect((await post("verify-totp", { code: "000000" }, owners)).status).toBe(401);
    expect(await db().auditEntry.findMany({ where: { targetId: id } })).toEqual([]);
  });

  it("is said to be switched on or off only when it was", async () => {
    const id = await add("viewer");
    const cookie = cookieOf(await signIn(eve));
    const made = await (await post("enable", { password: eve.password }, cookie)).json();
    const on = await post("verify-totp", { code: totp(made.totpURI) }, cookie);
    expect(on.status).toBe(200);
    const inside = cookieOf(on);
    const next = { code: totp(made.totpURI, Date.now() + 30_000) };
    expect((await post("verify-totp", next, inside)).status).toBe(200);
    const off = await post("disable", { password: eve.password }, inside);
    expect(off.status).toBe(200);
    expect((await post("disable", { password: eve.password }, cookieOf(off))).status).toBe(200);
    await switchOffTwoFactor({ actor: owner, id });
    const written = (await actions()).filter((action) => action.startsWith("user.twoFactor"));
    expect(written).toEqual(["user.twoFactorVerified", "user.twoFactorRemoved"]);
  });

  it("keeps its key and codes encrypted", async () => {
    const { made } = await switchOn();
    const rows = JSON.stringify(await db().twoFactor.findMany());
    expect(rows).not.toContain(new URL(made.totpURI).searchParams.get("secret"));
    for (const code of made.backupCodes) expect(rows).not.toContain(code);
  });
});

describe("wrong passwords", () => {
  it("make the next try wait, a right one too, but not on a device that is known", async () => {
    await add("viewer");
    const known = cookieOf(await signIn(eve));
    const wrong = { ...eve, password: "not the right one" };
    for (let n = 0; n < 6; n++) expect((await signIn(wrong)).status).toBe(401);
    const answers = [await signIn(wrong), await signIn(eve)];
    expect(answers.map(({ status }) => status)).toEqual([429, 429]);
    const [first, second] = await Promise.all(answers.map((answer) => answer.json()));
    expect({ ...first, requestId: "" }).toEqual({ ...second, requestId: "" });
    expect(Number(answers[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await signIn(eve, known)).status).toBe(200);
  });

  it("are counted too when many come at once", async () => {
    const many = Array.from({ length: 10 }, () =>
      signIn({ email: "many@example.com", password: "not the right one" }),
    );
    const statuses = (await Promise.all(many)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(6);
    expect(statuses.filter((status) => status === 429)).toHaveLength(4);
  });
});

describe("single sign-on", () => {
  async function comeBy(person: Partial<typeof provider.person>) {
    provider.person = { ...provider.person, ...person };
    const begun = await authPost(
      ask("/api/auth/sign-in/social", { provider: "oidc", callbackURL: "/scenarios" }),
    );
    const { url } = await begun.json();
    const back = new URL(provider.visit(url));
    return authGet(ask(back.pathname + back.search, undefined, cookieOf(begun)));
  }

  it("lets somebody in who was invited, to the account that is there", async () => {
    const id = await add("editor");
    const answer = await comeBy({ sub: "eve", email: eve.email });
    expect(answer.headers.get("location")).toMatch(/\/scenarios$/);
    expect(await requireActor(ask("/x", undefined, cookieOf(answer)))).toMatchObject({
      id,
      role: "editor",
    });
    expect(await actions()).toContain("session.started");
    const [account] = await db().account.findMany({ where: { providerId: "oidc" } });
    expect(account).toMatchObject({ userId: id, accessToken: null, idToken: null });
    const again = await comeBy({ sub: "eve", email: eve.email });
    expect(await requireActor(ask("/x", undefined, cookieOf(again)))).toMatchObject({ id });
    expect(await db().account.findMany({ where: { providerId: "oidc" } })).toMatchObject([
      { accessToken: null, idToken: null },
    ]);
  });

  it("turns those away who are not known here, or whose address nobody vouches for", async () => {
    const stranger = await comeBy({ sub: "mallory", email: "mallory@example.com" });
    expect(stranger.headers.get("location")).toMatch(/\/sign-in\?.*error=/);
    await add("editor");
    const unverified = await comeBy({ sub: "fake", email: eve.email, email_verified: false });
    expect(unverified.headers.get("location")).toMatch(/\/sign-in\?.*error=/);
    for (const answer of [stranger, unverified]) {
      await expect(requireActor(ask("/x", undefined, cookieOf(answer)))).rejects.toMatchObject({
        code: "unauthenticated",
      });
    }
    expect(await db().user.count()).toBe(2);
  });
});
