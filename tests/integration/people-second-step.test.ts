import { describe, expect, it } from "vitest";
import { POST as authPost } from "@/app/api/auth/[...all]/route";
import { requireActor } from "@/lib/auth/require-actor";
import { db } from "@/lib/db";
import { switchOffTwoFactor } from "@/lib/people/manage-person";
import { askAsPage as ask, cookieOf } from "./support/browser";
import { actions, add, eve, owner, ownerInput, signIn, withOwner } from "./support/people";
import { totp } from "./support/totp";

withOwner();

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
