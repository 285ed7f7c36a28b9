import { describe, expect, it } from "vitest";
import { type Answer, request } from "../support/client";
import { snapshot } from "../support/counts";
import type { Product } from "../support/product";
import { apiRoutes } from "../support/routes";

const INERT = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const mutations = apiRoutes().flatMap(({ path, methods, catchAll }) =>
  methods
    .filter((method) => method !== "GET")
    .map((method) => [method, catchAll ? "/api/v1/nothing" : path] as const),
);

/** The directives of a policy by their names. */
function directives(answer: Answer): Record<string, string> {
  const policy = answer.headers["content-security-policy"];
  // Two policies in one header would be joined by a comma.
  expect(policy).not.toContain(",");
  return Object.fromEntries(
    String(policy)
      .split("; ")
      .map((each) => [each.slice(0, each.indexOf(" ")), each.slice(each.indexOf(" ") + 1)]),
  );
}

function expectGuarded(answer: Answer): void {
  expect(answer.headers).toMatchObject({
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
  });
  expect(answer.headers["permissions-policy"]).toContain("camera=()");
  expect(answer.headers["x-powered-by"]).toBeUndefined();
  // Not by https here: a browser that was told otherwise could not come back.
  expect(answer.headers["strict-transport-security"]).toBeUndefined();
}

/** A page runs the scripts of its own nonce, and no others. */
function expectStrict(page: Answer): string {
  expectGuarded(page);
  const policy = directives(page);
  const [, nonce = ""] =
    /^'nonce-([\w+/]{22}==)' 'strict-dynamic'$/.exec(policy["script-src"] ?? "") ?? [];
  expect(nonce, policy["script-src"]).not.toBe("");
  expect(policy).toMatchObject({
    "default-src": "'none'",
    "connect-src": "'self'",
    "img-src": "'self' data:",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
  });
  const scripts = page.text.match(/<script\b[^>]*>/g) ?? [];
  expect(scripts.length).toBeGreaterThan(3);
  for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
  expect(page.text).not.toMatch(/<[^>]+\son\w+=/);
  return nonce;
}

async function signIn({ url, admin }: Product): Promise<{ cookie: string; set: string[] }> {
  const answer = await request(url, "/api/auth/sign-in/email", {
    method: "POST",
    headers: { origin: url },
    body: admin,
  });
  expect(answer.status, answer.text).toBe(200);
  const set = answer.headers["set-cookie"] ?? [];
  return { cookie: set.map((text) => text.split(";")[0]).join("; "), set };
}

export function headerCases(product: () => Product) {
  it("each page has a nonce of its own, and nothing else runs", async () => {
    const { cookie } = await signedIn();
    const nonces = new Set<string>();
    const paths = [
      "/sign-in",
      "/",
      "/deliveries",
      "/settings",
      "/audit",
      "/nothing",
      "/in",
      "/api",
    ];
    for (const path of [...paths, "/sign-in", "/deliveries/dlv_none"]) {
      const headers: Record<string, string> = path === "/sign-in" ? {} : { cookie };
      nonces.add(expectStrict(await request(product().url, path, { headers })));
    }
    expect(nonces.size).toBe(paths.length + 2);
  });

  it("a nonce that a client asks for is not taken", async () => {
    const page = await request(product().url, "/sign-in", {
      headers: { "x-nonce": "mine", "content-security-policy": "script-src 'nonce-mine'" },
    });
    expectStrict(page);
    expect(page.text).not.toContain("mine");
  });

  it("what is fetched to change a page is data in which nothing runs", async () => {
    const { cookie } = await signedIn();
    const headers = { cookie, rsc: "1" };
    const asked = await request(product().url, "/deliveries", { headers });
    // Next gives such an address a parameter, so that no cache takes the data for the page.
    const { location = "/deliveries" } = asked.headers;
    const answer = await request(product().url, location, { headers });
    expect(answer.status).toBe(200);
    expectGuarded(answer);
    expect(answer.headers["content-type"]).toContain("text/x-component");
    expect(answer.headers["content-security-policy"]).toBe(INERT);
  });

  it("answers of the API, its errors and files run nothing", async () => {
    const { url, key } = product();
    const headers = { authorization: `Bearer ${key}` };
    for (const [path, status] of [
      ["/api/v1/orders", 200],
      ["/api/v1/openapi.json", 200],
      ["/api/v1/deliveries/export?format=csv", 200],
      ["/api/v1/nothing", 404],
      ["/api/v1/orders?limit=x", 400],
      ["/api/health", 200],
      ["/api/auth/get-session", 200],
    ] as const) {
      const answer = await request(url, path, { headers });
      expect(answer.status, path).toBe(status);
      expectGuarded(answer);
      expect(answer.headers["content-security-policy"], path).toBe(INERT);
      expect(answer.headers["content-type"], path).not.toContain("html");
    }
  });

  it("static files say what they are, and may not be used elsewhere", async () => {
    const page = await request(product().url, "/sign-in");
    const [, script = ""] = /src="(\/_next\/static\/[^"]+\.js)"/.exec(page.text) ?? [];
    const [, style = ""] = /href="(\/_next\/static\/[^"]+\.css)"/.exec(page.text) ?? [];
    for (const path of [script, style, "/icon.svg"]) {
      const answer = await request(product().url, path);
      expect(answer.status, path).toBe(200);
      expectGuarded(answer);
      expect(answer.headers["content-security-policy"], path).toBe(INERT);
    }
    const bad = await request(product().url, "/deliveries/%ff");
    expect(bad.status).toBe(400);
    expect(bad.headers["content-type"]).toBe("application/problem+json");
    expect(bad.headers["x-content-type-options"]).toBe("nosniff");
  });

  it("a session's cookie is out of reach for scripts and for other sites", async () => {
    const { set } = await signIn(product());
    expect(set.length).toBeGreaterThan(0);
    for (const cookie of set) {
      expect(cookie).toMatch(/;\s*HttpOnly/i);
      expect(cookie).toMatch(/;\s*SameSite=Lax/i);
      expect(cookie).not.toMatch(/;\s*Domain=/i);
    }
  });

  describe("inbox addresses", () => {
    it("an unknown one is answered as a malformed one, with nothing active", async () => {
      const made = await product().post("/api/v1/inboxes", { name: "Headers" });
      const { pathname } = new URL(made.json.url);
      expect(pathname).toMatch(/^\/in\/[\w-]{43}$/);
      const post = (path: string) =>
        request(product().url, path, { method: "POST", body: { html: "<script>1</script>" } });
      const known = await post(pathname);
      const unknown = await post(`/in/${"a".repeat(43)}`);
      const malformed = await post("/in/x");
      expect(known.status).toBe(200);
      expect([unknown.status, unknown.text]).toEqual([malformed.status, malformed.text]);
      expect(unknown.status).toBe(404);
      for (const answer of [known, unknown, malformed]) {
        expect(answer.headers).toMatchObject({
          "x-content-type-options": "nosniff",
          "content-security-policy": "default-src 'none'; sandbox",
          "cache-control": "no-store",
        });
        expect(answer.headers["content-type"]).not.toContain("html");
        expect(answer.headers["set-cookie"]).toBeUndefined();
      }
      await product().call(`/api/v1/inboxes/${made.json.id}`, { method: "DELETE" });
      expect((await post(pathname)).text).toBe(unknown.text);
    });
  });

  describe("a session that another site uses", () => {
    it("there are calls to try", () => expect(mutations.length).toBeGreaterThan(25));

    it.each(mutations)("%s %s is refused", async (method, path) => {
      const { cookie } = await signedIn();
      const target = path.replaceAll(/\{\w+\}/g, "x");
      const before = await snapshot(product());
      const foreign: Record<string, string>[] = [
        {},
        { origin: "null" },
        { origin: "https://evil.example" },
        { origin: `${product().url}.evil.example` },
        { "sec-fetch-site": "cross-site" },
        { "sec-fetch-site": "same-site" },
      ];
      for (const headers of foreign) {
        const answer = await request(product().url, target, {
          method,
          headers: { cookie, ...headers },
        });
        expect([answer.status, answer.json?.code], JSON.stringify(headers)).toEqual([
          403,
          "forbidden",
        ]);
      }
      expect(await snapshot(product())).toEqual(before);
    });
  });

  it("a foreign page can neither sign in nor out, nor set the product up", async () => {
    const { cookie } = await signedIn();
    for (const path of ["/api/auth/sign-in/email", "/api/auth/sign-out", "/api/setup"]) {
      const answer = await request(product().url, path, {
        method: "POST",
        headers: { cookie, origin: "https://evil.example" },
        body: product().admin,
      });
      expect(answer.status, path).toBe(403);
    }
    expect((await request(product().url, "/api/v1/orders", { headers: { cookie } })).status).toBe(
      200,
    );
  });

  it("the engine's address answers nothing that is not signed", async () => {
    const time = Math.floor(Date.now() / 1000);
    for (const method of ["GET", "POST", "PUT"]) {
      for (const headers of [
        {},
        { "x-inngest-signature": `t=${time}&s=${"0".repeat(64)}` },
        { "x-inngest-sync-kind": "in_band" },
        { "x-inngest-server-kind": "dev" },
        { authorization: `Bearer ${product().key}` },
      ] as Record<string, string>[]) {
        const answer = await request(product().url, "/api/inngest?fnId=x&stepId=step", {
          method,
          headers,
          body: method === "GET" ? undefined : {},
        });
        expect([method, answer.status], JSON.stringify(headers)).toEqual([method, 401]);
        expectGuarded(answer);
      }
    }
  });

  let session: Promise<{ cookie: string }> | undefined;
  /** One session for many cases: signing in is limited per minute. */
  function signedIn() {
    session ??= signIn(product());
    return session;
  }
}
