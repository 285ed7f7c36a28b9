import { describe, expect, it } from "vitest";
import { type Permission, permissions } from "@/lib/auth/permissions";
import { type Answer, request } from "../support/client";
import { snapshot } from "../support/counts";
import { lastLine, type Product } from "../support/product";
import { apiRoutes, METHODS } from "../support/routes";

const routes = apiRoutes();
const named = routes.filter((route) => !route.catchAll);
const calls = routes.flatMap(({ path, methods, catchAll }) =>
  methods.map((method) => [method, catchAll ? "/api/v1/nothing/here" : path] as const),
);
/** Ids that nothing has: well formed, odd and hostile ones. */
const oddIds = [
  ..."ord_01kay5q3m8sample0000000000 x %00 %2e%2e%2f%2e%2e ..%2F..%2Fetc%2Fpasswd".split(" "),
  ..."%27%20OR%201%3D1-- __proto__ constructor undefined null %F0%9F%98%80 %0d%0aX-A:%20b".split(
    " ",
  ),
  "a".repeat(1000),
];

export function authCases(product: () => Product) {
  describe("without a valid key", () => {
    it("there are routes to try", () => {
      expect(calls.length).toBeGreaterThan(25);
      for (const route of routes) expect(route.methods, route.path).not.toEqual([]);
    });

    it.each(calls)("%s %s answers 401", async (method, path) => {
      const target = path.replaceAll(/\{\w+\}/g, "x");
      const before = await snapshot(product());
      for (const headers of [
        {},
        { authorization: "Bearer" },
        { authorization: `Bearer tli_${"a".repeat(43)}` },
        { authorization: `Basic ${Buffer.from(`x:${product().key}`).toString("base64")}` },
        { authorization: `Bearer ${product().key}x` },
        { cookie: "better-auth.session_token=forged.forged" },
      ] as Record<string, string>[]) {
        const answer = await request(product().url, target, { method, headers });
        expect(answer.status, JSON.stringify(headers)).toBe(401);
        expect(answer.json.code).toBe("unauthenticated");
      }
      expect(await snapshot(product())).toEqual(before);
    });

    it("nothing is served to a key that was revoked", async () => {
      const key = lastLine(await product().script("scripts/api-key.ts", "--name", "to revoke"));
      const headers = { authorization: `Bearer ${key}` };
      const listed = await request(product().url, "/api/v1/orders", { headers });
      expect(listed.status).toBe(200);
      await product().db.query(
        "update api_keys set revoked_at = now() where name = 'to revoke' and revoked_at is null",
      );
      for (const [method, path] of calls) {
        const target = path.replaceAll(/\{\w+\}/g, "x");
        const answer = await request(product().url, target, { method, headers });
        expect([method, path, answer.status]).toEqual([method, path, 401]);
      }
    });

    it("the engine's address refuses unsigned calls", async () => {
      const target = "/api/inngest?fnId=traderlaunchpad-deliver-webhook&stepId=step";
      const body = { event: { name: "x", data: {} }, events: [], steps: {}, ctx: {} };
      const time = Math.floor(Date.now() / 1000);
      for (const headers of [
        {},
        { "x-inngest-signature": `t=${time}&s=${"0".repeat(64)}` },
        { "x-inngest-signature": "x" },
        { authorization: `Bearer ${product().key}` },
      ] as Record<string, string>[]) {
        const answer = await request(product().url, target, { method: "POST", headers, body });
        expect(answer.status).toBe(401);
      }
    });
  });

  describe("a session", () => {
    it("makes a key that works until it is revoked; a key makes none", async () => {
      const { admin, url } = product();
      const origin = { origin: url };
      const signIn = await request(url, "/api/auth/sign-in/email", {
        method: "POST",
        headers: origin,
        body: admin,
      });
      expect(signIn.status, signIn.text).toBe(200);
      const cookie = (signIn.headers["set-cookie"] ?? [])
        .map((text) => text.split(";")[0])
        .join("; ");
      const session = { ...origin, cookie };
      const make = (headers: Record<string, string>): Promise<Answer> =>
        request(url, "/api/v1/api-keys", { method: "POST", headers, body: { name: "Made" } });
      expect((await make({ cookie })).status).toBe(403);
      expect((await make({ cookie, origin: "https://evil.example" })).status).toBe(403);
      expect((await make({ authorization: `Bearer ${product().key}` })).status).toBe(403);
      const made = await make(session);
      expect(made.status, made.text).toBe(201);
      const headers = { authorization: `Bearer ${made.json.key}` };
      expect((await request(url, "/api/v1/runs", { headers })).status).toBe(200);
      const revoked = await request(url, `/api/v1/api-keys/${made.json.id}`, {
        method: "DELETE",
        headers: session,
      });
      expect(revoked.status).toBe(204);
      expect((await request(url, "/api/v1/runs", { headers })).status).toBe(401);
      const listed = await request(url, "/api/v1/api-keys", { headers: session });
      expect(listed.text).not.toContain(made.json.key);
    });
  });

  describe("a client behind proxies", () => {
    const hops = "192.0.2.66, 198.51.100.77, 127.0.0.2";

    it("is known by the one address that they vouch for", async () => {
      const { admin, url, db } = product();
      const signIn = await request(url, "/api/auth/sign-in/email", {
        method: "POST",
        headers: { origin: url, "x-forwarded-for": hops },
        body: admin,
      });
      expect(signIn.status, signIn.text).toBe(200);
      const { rows } = await db.query(
        "select ip_address from sessions order by created_at desc limit 1",
      );
      expect(rows).toEqual([{ ip_address: "198.51.100.77" }]);
    });

    it("is shown with all hops where a test inbox shows what was sent", async () => {
      const { url, db } = product();
      const token = "h".repeat(43);
      await db.query("insert into inboxes (id, token, name) values ('inb_hops', $1, 'Hops')", [
        token,
      ]);
      const sent = { "x-forwarded-for": hops };
      const answer = await request(url, `/in/${token}`, {
        method: "POST",
        headers: sent,
        body: {},
      });
      expect(answer.status, answer.text).toBe(200);
      const { rows } = await db.query(
        "select headers from inbox_messages where inbox_id = 'inb_hops'",
      );
      expect(JSON.parse(rows[0].headers)).toMatchObject(sent);
      await db.query("delete from inboxes where id = 'inb_hops'");
    });
  });

  describe("the OpenAPI document", () => {
    it("lists exactly the routes that exist", async () => {
      const { json } = await product().get("/api/v1/openapi.json");
      expect(json.openapi).toMatch(/^3\.1\./);
      const listed = Object.entries(json.paths as Record<string, object>)
        .filter(([path]) => path !== "/api/health")
        .flatMap(([path, item]) => Object.keys(item).map((m) => `${m.toUpperCase()} ${path}`));
      const existing = named.flatMap(({ path, methods }) => methods.map((m) => `${m} ${path}`));
      expect(listed.sort()).toEqual(existing.sort());
      expect(Object.keys(json.paths)).toContain("/api/health");
    });
  });

  describe("an address", () => {
    it.each(named.map(({ path, methods }) => [path, methods] as const))(
      "%s refuses the methods it does not have",
      async (path, methods) => {
        for (const method of METHODS.filter((candidate) => !methods.includes(candidate))) {
          const target = path.replaceAll(/\{\w+\}/g, "x");
          const answer = await product().call(target, { method });
          expect(answer.status, method).toBe(405);
          expect(answer.json, method).toMatchObject({ code: "method_not_allowed" });
        }
      },
    );

    it.each(
      named
        .filter(({ path }) => path.includes("{id}"))
        .flatMap(({ path, methods, permissions: needs }) =>
          methods
            // Those that no key may ask for are tried with a session (access.cases.ts).
            .filter((method) => permissions[needs[method] as Permission]?.scope !== null)
            .map((method) => [method, path] as const),
        ),
    )("%s %s answers ids that nothing has with a problem", async (method, path) => {
      const node = { id: "a", operation: "webhooks.send", config: { webhookUrl: "http://a.test" } };
      const bodies: Record<string, unknown> = {
        "test-webhook": { node },
        draft: { baseRevision: 1, graph: { nodes: [], edges: [] } },
        test: {},
      };
      const last = path.split("/").at(-1) ?? "";
      const body = bodies[last] ?? (method === "PATCH" ? { name: "a" } : undefined);
      const before = await snapshot(product());
      for (const id of oddIds) {
        const target = path.replace("{id}", id);
        const answer = await product().call(target, { method, body });
        expect([400, 404], `${id}: ${answer.status} ${answer.text}`).toContain(answer.status);
        expect(answer.json?.code, `${id}: ${answer.text}`).toMatch(/^(not_found|invalid_request)$/);
      }
      const cut = await product().call(path.replace("{id}", "%ff"), { method, body });
      expect(cut.status).toBe(400);
      expect(await snapshot(product())).toEqual(before);
    });

    it.each([
      "/api/v1",
      "/api/v1/",
      "/api/v1/nothing",
      "/api/v1/orders/a/b",
      "/api/v1/orders/../x",
    ])("%s, which the API does not have, answers 404", async (path) => {
      const answer = await product().get(path);
      expect([404, 308]).toContain(answer.status);
    });
  });
}
