import { describe, expect, it } from "vitest";
import { endOtherSessions, endSession, listSessions } from "@/lib/account/sessions";
import type { Actor } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/require-actor";
import { db } from "@/lib/db";
import { askAsPage as ask, cookieOf } from "./support/browser";
import { eventually } from "./support/eventually";
import { add, eve, owner, signIn, withOwner } from "./support/people";

withOwner();

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
