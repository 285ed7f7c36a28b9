import { beforeAll, describe, expect, it } from "vitest";
import { type Permission, permissions, roleMay, scopes } from "@/lib/auth/permissions";
import { type Answer, type Call, request } from "../support/client";
import { snapshot } from "../support/counts";
import { keyHeaders } from "../support/keys";
import type { Product } from "../support/product";
import { apiRoutes } from "../support/routes";
import { ownerSession, sessionOf } from "../support/sessions";

type Headers = Record<string, string>;

/** Every method of every route file, with what it declares: a new one is here by itself. */
const calls = apiRoutes().flatMap(({ path, methods, catchAll, permissions: declared }) =>
  methods.map((method) => ({
    method,
    target: catchAll ? "/api/v1/nothing/here" : path.replaceAll(/\{\w+\}/g, "x"),
    permission: declared[method] as Permission,
  })),
);
const named = calls.map((call) => [`${call.method} ${call.target}`, call] as const);
const changing = named.filter(([, { method }]) => method !== "GET");

/** The cookies of a session with another signature. Throws when there is no session among them. */
function forged(cookie: string): string {
  const altered = cookie.replace(
    /(session_token=[^;]*?(?:\.|%2E))([^;])/i,
    (_, before: string, first: string) => before + (first === "A" ? "B" : "A"),
  );
  if (altered === cookie) throw new Error("There is no session cookie to forge.");
  return altered;
}

export function accessCases(product: () => Product) {
  const callers: Record<string, Headers> = {};
  const send = (method: string, target: string, headers: Headers, call: Call = {}) =>
    request(product().url, target, { ...call, method, headers });

  /** Refused, with a problem that says why, and without anything changed. */
  async function refused(
    status: number,
    { method, target }: { method: string; target: string },
    headers: Headers,
  ): Promise<Answer> {
    const answer = await send(method, target, headers);
    expect(answer.status, answer.text).toBe(status);
    expect(answer.json?.code).toBe(status === 401 ? "unauthenticated" : "forbidden");
    return answer;
  }

  /** Let in: what is wrong with the call is then another matter, but never the product's fault. */
  async function letIn(
    { method, target }: { method: string; target: string },
    headers: Headers,
  ): Promise<void> {
    // A body that is no JSON: what would read it does nothing.
    const body = method === "GET" ? {} : { raw: "{" };
    const answer = await send(
      method,
      target,
      { "content-type": "application/json", ...headers },
      body,
    );
    expect([401, 403], `${answer.status} ${answer.text}`).not.toContain(answer.status);
    expect(answer.status, answer.text).toBeLessThan(500);
  }

  beforeAll(async () => {
    const { url } = product();
    const day = 24 * 60 * 60_000;
    callers.owner = await ownerSession(product());
    callers.editor = await sessionOf(product(), "editor");
    callers.viewer = await sessionOf(product(), "viewer");
    callers.all = await keyHeaders(product());
    callers.revoked = await keyHeaders(product(), { revokedAt: new Date() });
    callers.expired = await keyHeaders(product(), { expiresAt: new Date(Date.now() - 1000) });
    callers.expiring = await keyHeaders(product(), { expiresAt: new Date(Date.now() + day) });
    for (const scope of scopes) {
      callers[`only ${scope}`] = await keyHeaders(product(), { scopes: [scope] });
      callers[`all but ${scope}`] = await keyHeaders(product(), {
        scopes: scopes.filter((each) => each !== scope),
      });
    }
    callers.forged = { cookie: forged(callers.viewer.cookie ?? ""), origin: url };
  });
  const by = (name: string): Headers => callers[name] ?? {};

  describe("strangers", () => {
    it.each(named)("%s: no session, a forged one, a revoked or an expired key", async (_, call) => {
      const before = await snapshot(product());
      for (const name of ["nobody", "forged", "revoked", "expired"]) {
        const answer = await refused(401, call, by(name));
        expect(answer.headers["www-authenticate"], name).toMatch(/^Bearer/);
      }
      expect(await snapshot(product())).toEqual(before);
    });
  });

  describe("people", () => {
    it.each(named)("%s is for those whose role allows it", async (_, call) => {
      for (const role of ["viewer", "editor", "owner"] as const) {
        if (!roleMay(role, call.permission)) {
          const answer = await refused(403, call, by(role));
          expect(answer.json.detail).toContain("Ask an owner");
        } else if (call.permission !== "account") {
          // What manages one's account would end the session of these tests.
          await letIn(call, by(role));
        }
      }
    });

    it("a viewer changes nothing", async () => {
      const before = await snapshot(product());
      const refusals = changing.filter(([, { permission }]) => !roleMay("viewer", permission));
      expect(refusals.length).toBeGreaterThan(25);
      for (const [, call] of refusals) await refused(403, call, by("viewer"));
      expect(await snapshot(product())).toEqual(before);
    });

    it.each(changing)("%s is refused from another site's page", async (_, call) => {
      const before = await snapshot(product());
      const { cookie = "" } = by("owner");
      for (const headers of [
        { cookie },
        { cookie, origin: "https://evil.example" },
        { cookie, origin: "null" },
        { cookie, "sec-fetch-site": "cross-site" },
        { cookie, "sec-fetch-site": "same-site" },
      ] as Headers[]) {
        await refused(403, call, headers);
      }
      expect(await snapshot(product())).toEqual(before);
    });
  });

  describe("keys", () => {
    it.each(named)("%s needs its scope, and no other", async (_, call) => {
      const { scope } = permissions[call.permission];
      if (scope === null) {
        const answer = await refused(403, call, by("all"));
        expect(answer.json.detail).toContain("An API key can't");
        return;
      }
      if (scope !== "any") {
        const answer = await refused(403, call, by(`all but ${scope}`));
        expect(answer.json.detail).toContain(scope);
        expect(answer.headers["www-authenticate"]).toBe(
          `Bearer error="insufficient_scope", scope="${scope}"`,
        );
      }
      await letIn(call, by(scope === "any" ? "only read" : `only ${scope}`));
    });

    it("are told their limit with every answer", async () => {
      for (const [target, status] of [
        ["/api/v1/orders", 200],
        ["/api/v1/orders/x", 404],
        ["/api/v1/api-keys", 403],
        ["/api/v1/nothing", 404],
        ["/api/v1/deliveries/export", 200],
      ] as const) {
        const answer = await send("GET", target, by("all"));
        expect(answer.status, target).toBe(status);
        expect(answer.headers["ratelimit-policy"], target).toMatch(/^"per-key";q=\d+;w=60$/);
        expect(answer.headers.ratelimit, target).toMatch(/^"per-key";r=\d+;t=\d+$/);
      }
    });

    it("work until they expire", async () => {
      expect((await send("GET", "/api/v1/orders", by("expiring"))).status).toBe(200);
      await product().db.query(
        "update api_keys set expires_at = now() where name = 'access' and expires_at > now()",
      );
      const answer = await refused(
        401,
        { method: "GET", target: "/api/v1/orders" },
        by("expiring"),
      );
      expect(answer.json.detail).toContain("expired at");
    });
  });

  describe("what is outside of the REST API", () => {
    const none: Headers = {};

    it.each(["GET", "POST", "PUT"])("the engine's address refuses unsigned %s", async (method) => {
      const time = Math.floor(Date.now() / 1000);
      const body = method === "GET" ? {} : { body: { url: "https://evil.example/api/inngest" } };
      for (const headers of [
        none,
        by("all"),
        by("owner"),
        { "x-inngest-signature": `t=${time}&s=${"0".repeat(64)}` },
        { "x-inngest-sync-kind": "in_band" },
        { "x-inngest-sync-kind": "out_of_band", host: "evil.example" },
      ] as Headers[]) {
        const answer = await send(method, "/api/inngest", headers, body);
        expect(answer.status, answer.text).toBe(401);
        expect(answer.text).not.toContain("function_count");
      }
    });

    it("the set-up makes no second owner", async () => {
      const body = { email: "second@example.com", password: "a long password" };
      for (const headers of [none, { origin: product().url }, by("owner")]) {
        const answer = await send("POST", "/api/setup", headers, { body });
        expect(answer.status, answer.text).toBe(409);
      }
      const { rows } = await product().db.query(
        "select 1 from users where email = 'second@example.com'",
      );
      expect(rows).toEqual([]);
    });

    it("pages show a stranger the way to sign in, and nothing of what is inside", async () => {
      for (const page of ["/", "/orders", "/deliveries", "/scenarios", "/settings", "/runs/x"]) {
        for (const headers of [none, by("forged"), by("all")]) {
          const answer = await send("GET", page, headers);
          expect(answer.status, page).toBeLessThan(500);
          expect(answer.text, page).not.toContain(product().admin.email);
          expect(answer.text, page).not.toContain("Skip to content");
        }
        const own = await send("GET", page, by("viewer"));
        expect(own.text, page).toContain("Skip to content");
      }
    });
  });
}
