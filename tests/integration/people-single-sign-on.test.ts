import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GET as authGet, POST as authPost } from "@/app/api/auth/[...all]/route";
import { requireActor } from "@/lib/auth/require-actor";
import { db } from "@/lib/db";
import { startOidcProvider } from "../fixtures/oidc-provider";
import { askAsPage as ask, cookieOf } from "./support/browser";
import { actions, add, eve, withOwner } from "./support/people";

let provider: Awaited<ReturnType<typeof startOidcProvider>>;

withOwner({ OIDC_CLIENT_ID: "tli", OIDC_CLIENT_SECRET: "a secret of the provider's" });

beforeAll(async () => {
  provider = await startOidcProvider();
  process.env.OIDC_ISSUER = provider.issuer;
});

afterAll(() => provider.stop());

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
