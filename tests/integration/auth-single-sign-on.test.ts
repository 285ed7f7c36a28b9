import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GET as authGet, POST as authPost } from "@/app/api/auth/[...all]/route";
import { POST as setup } from "@/app/api/setup/route";
import type { Actor } from "@/lib/auth/actor";
import { createOwner } from "@/lib/auth/create-owner";
import { ownerExists } from "@/lib/auth/owner-exists";
import { requireActor } from "@/lib/auth/require-actor";
import { db } from "@/lib/db";
import { env } from "@/lib/env";
import { newId } from "@/lib/ids";
import { invite, withdrawInvitation } from "@/lib/people/invitations";
import { startOidcProvider } from "../fixtures/oidc-provider";
import { askAsPage as ask, cookieOf } from "./support/browser";
import { withTestDatabase } from "./support/database";

const ownerInput = { email: "owner@example.com", password: "correct horse" };
const eve = { sub: "eve", email: "eve@example.com", email_verified: true, name: "Eve" };

let provider: Awaited<ReturnType<typeof startOidcProvider>>;

withTestDatabase({
  LOG_LEVEL: "silent",
  OIDC_CLIENT_ID: "tli",
  OIDC_CLIENT_SECRET: "a secret of the provider's",
  OIDC_DEFAULT_ROLE: "viewer",
});

beforeAll(async () => {
  provider = await startOidcProvider();
  process.env.OIDC_ISSUER = provider.issuer;
});

afterAll(() => provider.stop());

beforeEach(async () => {
  Object.assign(env(), { OIDC_DEFAULT_ROLE: "viewer" });
  await db().$transaction([
    db().user.deleteMany(),
    db().accessLink.deleteMany(),
    db().auditEntry.deleteMany(),
  ]);
});

/** Goes to the provider as somebody and comes back. */
async function comeBy(person: typeof provider.person): Promise<Response> {
  provider.person = person;
  const begun = await authPost(
    ask("/api/auth/sign-in/social", { provider: "oidc", callbackURL: "/scenarios" }),
  );
  const { url } = await begun.json();
  const back = new URL(provider.visit(url));
  return authGet(ask(back.pathname + back.search, undefined, cookieOf(begun)));
}

const whoIs = (answer: Response) => requireActor(ask("/x", undefined, cookieOf(answer)));

/** Sent back to the sign-in page with this code, and nobody. */
async function expectRefused(answer: Response, code: string): Promise<void> {
  const { pathname, searchParams } = new URL(answer.headers.get("location") ?? "", env().appUrl);
  expect([pathname, searchParams.get("error")]).toEqual(["/sign-in", code]);
  await expect(whoIs(answer)).rejects.toMatchObject({ code: "unauthenticated" });
}

async function makeOwner(): Promise<Extract<Actor, { kind: "user" }>> {
  const { id, email } = await createOwner(ownerInput);
  return { kind: "user", id, email, role: "owner" };
}

const emails = async () =>
  (await db().user.findMany({ orderBy: { email: "asc" } })).map(({ email }) => email);

describe("who comes without an invitation, where a role is set for them", () => {
  it("gets an account with that role", async () => {
    await makeOwner();
    const answer = await comeBy(eve);
    expect(await whoIs(answer)).toMatchObject({ email: eve.email, role: "viewer" });
    expect(await db().user.findUnique({ where: { email: eve.email } })).toMatchObject({
      emailVerified: true,
    });
  });

  it("gets none for an address that the provider does not vouch for", async () => {
    await makeOwner();
    await expectRefused(await comeBy({ ...eve, email_verified: false }), "email_not_verified");
    const { email_verified: _, ...silent } = eve;
    await expectRefused(
      await comeBy(silent as unknown as typeof provider.person),
      "email_not_verified",
    );
    expect(await emails()).toEqual([ownerInput.email]);
    expect(await db().account.count({ where: { providerId: "oidc" } })).toBe(0);
    // Whose address it is comes later, to an account that nobody else is in.
    expect(await whoIs(await comeBy(eve))).toMatchObject({ email: eve.email });
    expect(await db().account.count({ where: { providerId: "oidc" } })).toBe(1);
  });

  it("is not joined to an account that somebody else made for the address before", async () => {
    await makeOwner();
    const userId = newId("user");
    // As releases before this one made it.
    await db().user.create({
      data: {
        id: userId,
        name: "Mallory",
        email: eve.email,
        accounts: { create: { id: newId("account"), accountId: "mallory", providerId: "oidc" } },
      },
    });
    await expectRefused(await comeBy(eve), "account_in_doubt");
    expect(await db().account.findMany({ where: { userId } })).toMatchObject([
      { accountId: "mallory" },
    ]);
  });
});

describe("the first set-up", () => {
  it("comes before anybody by single sign-on", async () => {
    for (const role of ["viewer", "owner"] as const) {
      Object.assign(env(), { OIDC_DEFAULT_ROLE: role });
      await expectRefused(await comeBy(eve), "signup_disabled");
    }
    expect(await db().user.count()).toBe(0);
    expect((await setup(ask("/api/setup", ownerInput))).status).toBe(201);
    Object.assign(env(), { OIDC_DEFAULT_ROLE: "viewer" });
    expect(await whoIs(await comeBy(eve))).toMatchObject({ role: "viewer" });
  });

  it("can be done while there are people and no owner", async () => {
    // A visitor by single sign-on whom a release before this one let in first.
    await db().user.create({ data: { id: newId("user"), name: "Eve", email: eve.email } });
    expect(await ownerExists()).toBe(false);
    const taken = await setup(ask("/api/setup", { ...ownerInput, email: eve.email }));
    expect(taken.status).toBe(409);
    expect((await taken.json()).errors).toMatchObject([{ path: "email" }]);
    expect((await setup(ask("/api/setup", ownerInput))).status).toBe(201);
    expect(await ownerExists()).toBe(true);
    expect((await setup(ask("/api/setup", { ...ownerInput, email: "b@example.com" }))).status).toBe(
      409,
    );
    expect(await db().user.count({ where: { role: "owner" } })).toBe(1);
  });
});

describe("who was invited", () => {
  it.each([undefined, "viewer"])(
    "accepts the invitation by coming with its address, when others become %s",
    async (role) => {
      Object.assign(env(), { OIDC_DEFAULT_ROLE: role });
      const actor = await makeOwner();
      const { id } = await invite({ actor, input: { email: eve.email, role: "editor" } });
      const answer = await comeBy({ ...eve, email: "Eve@Example.com" });
      expect(await whoIs(answer)).toMatchObject({ email: eve.email, role: "editor" });
      expect(await db().accessLink.findUnique({ where: { id } })).toMatchObject({
        usedAt: expect.any(Date),
      });
      const user = await db().user.findUniqueOrThrow({ where: { email: eve.email } });
      expect(
        await db().auditEntry.findMany({ where: { action: "invitation.accepted" } }),
      ).toMatchObject([{ actorId: user.id, actorName: eve.email, detail: "editor" }]);
    },
  );

  it("is turned away with another address, an unverified one, or when it is over", async () => {
    Object.assign(env(), { OIDC_DEFAULT_ROLE: undefined });
    const actor = await makeOwner();
    const { id } = await invite({ actor, input: { email: eve.email, role: "owner" } });
    await expectRefused(await comeBy({ ...eve, email: "eva@example.com" }), "signup_disabled");
    await expectRefused(await comeBy({ ...eve, email_verified: false }), "email_not_verified");
    await withdrawInvitation({ actor, id });
    await expectRefused(await comeBy(eve), "signup_disabled");
    expect(await emails()).toEqual([ownerInput.email]);
  });
});
