import { describe, expect, it } from "vitest";
import { POST as accept } from "@/app/api/access/accept-invitation/route";
import { POST as forgot } from "@/app/api/access/forgot-password/route";
import { POST as reset } from "@/app/api/access/reset-password/route";
import type { Actor } from "@/lib/auth/actor";
import { systemActor } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/require-actor";
import { db } from "@/lib/db";
import { invite, listInvitations, withdrawInvitation } from "@/lib/people/invitations";
import { letBackIn } from "@/lib/people/let-back-in";
import { listPeople } from "@/lib/people/list-people";
import { changeRole, makeResetLink, removePerson, signOutPerson } from "@/lib/people/manage-person";
import { askAsPage as ask, cookieOf } from "./support/browser";
import { actions, add, eve, owner, ownerInput, signIn, tokenOf, withOwner } from "./support/people";

withOwner();

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
