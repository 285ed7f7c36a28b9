import { describe, expect, it } from "vitest";
import type { Call } from "../support/client";
import { snapshot } from "../support/counts";
import type { Product } from "../support/product";
import { anOrder, createScenario, trigger, webhookGraph } from "../support/scenarios";

const json = { "content-type": "application/json" };
const deep = (count: number) => "[".repeat(count) + "]".repeat(count);
const order = (change: object) => JSON.stringify({ ...anOrder(), ...change });
const item = (change: string) =>
  JSON.stringify({ ...anOrder(), items: ["ITEM"] }).replace(
    '"ITEM"',
    `{"name":"a","quantity":1,"price":1,${change}}`,
  );
const post = (raw: string | Buffer, headers: Record<string, string> = json): Call => ({
  method: "POST",
  raw,
  headers,
});

/** What is sent where, the code of the answer, and the field it names. */
const bodies: [string, string, Call, string, string?][] = [
  ["malformed JSON", "/api/v1/orders", post('{"email":'), "malformed_json"],
  ["two JSON values", "/api/v1/orders", post("{}{}"), "malformed_json"],
  ["invalid UTF-8", "/api/v1/orders", post(Buffer.from([34, 0xff, 0xfe, 34])), "malformed_json"],
  ["an empty body", "/api/v1/orders", post(""), "invalid_request"],
  ["no body at all", "/api/v1/orders", { method: "POST" }, "invalid_request"],
  ["null", "/api/v1/orders", post("null"), "invalid_request"],
  ["a list", "/api/v1/orders", post("[]"), "invalid_request"],
  ["a number", "/api/v1/scenarios", post("1"), "invalid_request"],
  [
    "another content type",
    "/api/v1/orders",
    post(order({}), { "content-type": "text/plain" }),
    "unsupported_media_type",
  ],
  [
    "a form",
    "/api/v1/scenarios",
    post("name=x", { "content-type": "application/x-www-form-urlencoded" }),
    "unsupported_media_type",
  ],
  ["an unknown field", "/api/v1/orders", post(order({ colour: 1 })), "invalid_request", "colour"],
  ["__proto__", "/api/v1/orders", post(`{"__proto__":{"email":"a"}}`), "invalid_request"],
  ["constructor", "/api/v1/scenarios", post(`{"name":"a","constructor":{}}`), "invalid_request"],
  ["a missing field", "/api/v1/orders", post(`{"items":[]}`), "invalid_request", "email"],
  ["a total of one's own", "/api/v1/orders", post(order({ total: 1 })), "invalid_request", "total"],
  ["no items", "/api/v1/orders", post(order({ items: [] })), "invalid_request", "items"],
  ["a wrong status", "/api/v1/orders", post(order({ status: "x" })), "invalid_request", "status"],
  [
    "a NUL in a text",
    "/api/v1/orders",
    post(order({ email: "a\u0000@example.com" })),
    "invalid_request",
    "email",
  ],
  ["a NUL in a name", "/api/v1/scenarios", post('{"name":"a\\u0000"}'), "invalid_request", "name"],
  ["a NUL in a key", "/api/v1/scenarios", post('{"a\\u0000":1}'), "invalid_request", "a"],
  ["10,000 nested lists", "/api/v1/orders", post(deep(10_000)), "invalid_request"],
  ["120,000 nested lists", "/api/v1/orders", post(deep(120_000)), "invalid_request"],
  [
    "a draft nested 10,000 deep, leniently",
    "/api/v1/scenarios",
    post(
      `{"name":"a","graph":{"nodes":[{"id":"a","operation":"x","config":{"a":${deep(10_000)}}}],"edges":[]}}`,
      { ...json, prefer: "handling=lenient" },
    ),
    "invalid_request",
    "graph.nodes.0.config.a",
  ],
  ["a price of 1e400", "/api/v1/orders", post(item('"price":1e400')), "invalid_request", "price"],
  ["a price of 1e308", "/api/v1/orders", post(item('"price":1e308')), "invalid_request", "price"],
  ["a price of 99.999", "/api/v1/orders", post(item('"price":99.999')), "invalid_request", "price"],
  [
    "a quantity of 1e308",
    "/api/v1/orders",
    post(item('"quantity":1e308')),
    "invalid_request",
    "quantity",
  ],
  [
    "a quantity of 0.5",
    "/api/v1/orders",
    post(item('"quantity":0.5')),
    "invalid_request",
    "quantity",
  ],
  [
    "a position of 1e400",
    "/api/v1/scenarios",
    post(
      '{"name":"a","graph":{"nodes":[{"id":"a","operation":"x","config":{},"position":{"x":1e400,"y":0}}],"edges":[]}}',
    ),
    "invalid_request",
    "position",
  ],
  [
    "an operation's version of 1e308",
    "/api/v1/scenarios",
    post(
      '{"name":"a","graph":{"nodes":[{"id":"a","operation":"x","operationVersion":1e308,"config":{}}],"edges":[]}}',
    ),
    "invalid_request",
    "operationVersion",
  ],
  [
    "a node's id with a slash",
    "/api/v1/scenarios",
    post('{"name":"a","graph":{"nodes":[{"id":"../a","operation":"x","config":{}}],"edges":[]}}'),
    "invalid_request",
    "id",
  ],
  [
    "an edge that leads nowhere",
    "/api/v1/scenarios",
    post(
      JSON.stringify({
        name: "a",
        graph: { nodes: [trigger], edges: [{ id: "e", source: "trigger", target: "none" }] },
      }),
    ),
    "invalid_request",
    "target",
  ],
  ["a blank name", "/api/v1/scenarios", post('{"name":"  "}'), "invalid_request", "name"],
  [
    "a wrong Idempotency-Key",
    "/api/v1/orders",
    post(order({}), { ...json, "idempotency-key": "a".repeat(256) }),
    "invalid_request",
    "Idempotency-Key",
  ],
  [
    "an unknown template",
    "/api/v1/scenarios/from-template",
    post('{"template":"x"}'),
    "invalid_request",
    "template",
  ],
  [
    "an inbox's unknown field",
    "/api/v1/inboxes",
    post('{"name":"a","x":1}'),
    "invalid_request",
    "x",
  ],
];

const queries: [string, string][] = [
  ["limit=0", "limit"],
  ["limit=101", "limit"],
  ["limit=x", "limit"],
  ["limit=1e308", "limit"],
  ["limit=1.5", "limit"],
  ["limit=", "limit"],
  ["cursor=", "cursor"],
  ["cursor=..%2F..%27--", "cursor"],
  ["cursor=%00", "cursor"],
  [`cursor=${"a".repeat(1000)}`, "cursor"],
];
const timeQueries: [string, string][] = [
  ["since=yesterday", "since"],
  ["since=2026-13-45T00:00:00Z", "since"],
  ["since=0000-01-01T00:00:00Z", "since"],
  ["since=0001-01-01T00:00:00%2B14:00", "since"],
  ["until=1e400", "until"],
];
const deliveryQueries: [string, string][] = [
  ["status=done", "status"],
  ["test=maybe", "test"],
  ["statusCode=abc", "statusCode"],
  ["statusCode=1e308", "statusCode"],
  [`q=${"a".repeat(201)}`, "q"],
  ["q=%00", "q"],
  ["colour=red", "colour"],
];

/** A value may break more than one rule. */
const naming = (path: string) => expect.arrayContaining([expect.objectContaining({ path })]);

export function badInputCases(product: () => Product) {
  describe("a body of", () => {
    it.each(bodies)(
      "%s to %s is refused; nothing is written",
      async (_, path, call, code, field) => {
        const before = await snapshot(product());
        const answer = await product().call(path, call);
        expect(answer.json?.code, answer.text).toBe(code);
        expect(answer.status).toBe(answer.json.status);
        expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
        expect(answer.json.requestId).toMatch(/^[0-9a-f-]{36}$/);
        if (field) {
          const named = answer.json.errors.map(({ path }: { path: string }) => path).join(" ");
          expect(named).toContain(field);
        }
        expect(await snapshot(product())).toEqual(before);
      },
    );

    it("more than 256 KiB is refused with 413, whether or not its length is told", async () => {
      const before = await snapshot(product());
      const raw = order({ email: `${"a".repeat(257 * 1024)}@example.com` });
      const told = await product().call("/api/v1/orders", post(raw));
      expect([told.status, told.json?.code]).toEqual([413, "payload_too_large"]);
      const chunked = await fetch(`${product().url}/api/v1/orders`, {
        method: "POST",
        headers: { ...json, authorization: `Bearer ${product().key}` },
        body: new Blob([raw]).stream(),
        duplex: "half",
      } as RequestInit);
      expect(chunked.status).toBe(413);
      expect(await snapshot(product())).toEqual(before);
    });
  });

  describe("a request line", () => {
    it.each([
      ["GET", "*", 400],
      ["GET", "http://h:99999/api/v1/orders", 400],
      ["GET", "/deliveries/%ff", 400],
      ["GET", "/in/%ED%A0%80", 400],
      ["TRACE", "/api/v1/orders", 405],
    ])("%s %s is answered with a problem", async (method, target, status) => {
      const answer = await product().call(target, { method });
      expect(answer.status, answer.text).toBe(status);
      expect(answer.json).toMatchObject({ status, code: expect.any(String) });
    });

    it("a body of 9 MB to the engine's address is a 413, whatever it says it is signed with", async () => {
      const time = Math.floor(Date.now() / 1000);
      const answer = await product().call("/api/inngest", {
        method: "POST",
        headers: { ...json, "x-inngest-signature": `t=${time}&s=${"0".repeat(64)}` },
        announced: 9_000_000,
      });
      expect(answer.json?.code).toBe("payload_too_large");
    });

    it("malformed JSON to the engine's address is a 401: nothing unsigned is read", async () => {
      const answer = await product().call("/api/inngest", post("{a}"));
      expect([answer.status, answer.json?.code]).toEqual([401, "unauthenticated"]);
    });
  });

  describe("a query of", () => {
    for (const list of ["orders", "scenarios", "runs", "deliveries", "inboxes"]) {
      it.each(queries)(`${list}?%s is refused, naming %s`, async (query, field) => {
        const answer = await product().get(`/api/v1/${list}?${query}`);
        expect(answer.status, answer.text).toBe(400);
        expect(answer.json).toMatchObject({ code: "invalid_request", errors: naming(field) });
      });
    }

    for (const list of ["orders", "runs", "deliveries"]) {
      it.each(timeQueries)(`${list}?%s is refused, naming %s`, async (query, field) => {
        const answer = await product().get(`/api/v1/${list}?${query}`);
        expect(answer.json).toMatchObject({ code: "invalid_request", errors: naming(field) });
      });
    }

    it.each(deliveryQueries)("deliveries?%s is refused, naming %s", async (query, field) => {
      const answer = await product().get(`/api/v1/deliveries?${query}`);
      expect(answer.status, answer.text).toBe(400);
      expect(answer.json).toMatchObject({ code: "invalid_request", errors: naming(field) });
    });
  });

  describe("a scenario", () => {
    it("saved from a stale revision answers 409 with the current one and overwrites nothing", async () => {
      const id = await createScenario(product(), { webhookUrl: "http://127.0.0.1:9/first" });
      const save = (baseRevision: number, path: string) =>
        product().call(`/api/v1/scenarios/${id}/draft`, {
          method: "PUT",
          body: { baseRevision, graph: webhookGraph({ webhookUrl: `http://127.0.0.1:9/${path}` }) },
        });
      expect((await save(1, "second")).json).toMatchObject({ revision: 2 });
      const before = await snapshot(product());
      for (const stale of [1, 3, Number.MAX_SAFE_INTEGER]) {
        const answer = await save(stale, "third");
        expect(answer.status).toBe(409);
        expect(answer.json).toMatchObject({ code: "stale_revision", currentRevision: 2 });
      }
      for (const wrong of [0, -1, 1.5, 1e308]) expect((await save(wrong, "x")).status).toBe(400);
      expect(await snapshot(product())).toEqual(before);
      const saves = await Promise.all([save(2, "a"), save(2, "b"), save(2, "c")]);
      expect(saves.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
    });

    it("saved twice with the same revision and content has been saved once", async () => {
      const id = await createScenario(product(), { webhookUrl: "http://127.0.0.1:9/first" });
      const graph = webhookGraph({ webhookUrl: "http://127.0.0.1:9/next", secret: "again" });
      const save = () =>
        product().call(`/api/v1/scenarios/${id}/draft`, {
          method: "PUT",
          body: { baseRevision: 1, graph },
        });
      expect((await save()).json.revision).toBe(2);
      const repeated = await save();
      expect([repeated.status, repeated.json.revision]).toEqual([200, 2]);
    });

    it("whose webhook has the id of its trigger is refused as a test, naming it", async () => {
      const id = await createScenario(product(), { webhookUrl: "http://127.0.0.1:9/" });
      const { json } = await product().get(`/api/v1/scenarios/${id}`);
      const [trigger] = json.graph.nodes;
      const config = { webhookUrl: "http://127.0.0.1:9/" };
      const node = { id: trigger.id, operation: "webhooks.send", config };
      const answer = await product().post(`/api/v1/scenarios/${id}/test-webhook`, { node });
      expect(answer.json).toMatchObject({ code: "invalid_request", errors: naming("node.id") });
    });

    it("with problems is not activated: 422 names each, and nothing changes", async () => {
      const id = await createScenario(product(), {});
      const before = await snapshot(product());
      for (const verb of ["activate", "test"]) {
        const answer = await product().post(`/api/v1/scenarios/${id}/${verb}`);
        expect(answer.status, answer.text).toBe(422);
        expect(answer.json).toMatchObject({
          code: "scenario_invalid",
          errors: [{ nodeId: "hook1", field: "webhookUrl", message: expect.stringMatching(/\w/) }],
        });
      }
      expect(await snapshot(product())).toEqual(before);
      expect((await product().get(`/api/v1/scenarios/${id}`)).json.status).toBe("draft");
    });
  });
}
