import { describe, expect, it } from "vitest";
import type { Answer, Call } from "../support/client";
import { snapshot } from "../support/counts";
import type { Product } from "../support/product";
import { activateScenario, createScenario, liveScenario, webhookGraph } from "../support/scenarios";

const good = { webhookUrl: "http://127.0.0.1:9/hook" };
const planted = "planted-scenario-secret-7KD3";
const withSecrets = { ...good, secret: planted, headers: { Authorization: planted } };
const rename = (name: string) => ({ type: "renameNode", nodeId: "hook1", name });
const json = { "content-type": "application/json" };

const TEMPLATES = 7;

export function scenarioCases(product: () => Product) {
  const path = (id: string, rest = "") => `/api/v1/scenarios/${id}${rest}`;
  const save = (
    id: string,
    baseRevision: number,
    operations: unknown,
    headers?: Record<string, string>,
  ) => product().post(path(id, "/operations"), { baseRevision, operations }, headers);
  const read = async (id: string) => (await product().get(path(id))).json;

  describe("edits of a draft", () => {
    it("are saved in order; a stale one is a 409, and the very same one is answered again", async () => {
      const id = await createScenario(product(), good);
      const first = await save(id, 1, [
        rename("CRM"),
        { type: "setNote", nodeId: "hook1", note: "N" },
      ]);
      expect(first.status, first.text).toBe(200);
      expect(first.json).toMatchObject({
        revision: 2,
        updatedBy: { name: "integration tests" },
        graph: { nodes: [{ id: "trigger" }, { name: "CRM", note: "N" }] },
      });
      const repeated = await save(id, 1, [
        rename("CRM"),
        { type: "setNote", nodeId: "hook1", note: "N" },
      ]);
      expect([repeated.status, repeated.json]).toEqual([200, first.json]);
      const before = await snapshot(product());
      const stale = await save(id, 1, [rename("Warehouse")]);
      expect(stale.status).toBe(409);
      expect(stale.json).toMatchObject({ code: "stale_revision", currentRevision: 2 });
      expect(await snapshot(product())).toEqual(before);
    });

    it("that hold a wrong value are refused, and saved as a problem when asked leniently", async () => {
      const id = await createScenario(product(), good);
      const wrong = [{ type: "setConfig", nodeId: "hook1", config: { ...good, timeout: 1 } }];
      const strict = await save(id, 1, wrong);
      expect(strict.json).toMatchObject({
        code: "invalid_request",
        errors: [{ path: "graph.nodes.1.config.timeout" }],
      });
      const lenient = await save(id, 1, wrong, { prefer: "handling=lenient" });
      expect(lenient.status, lenient.text).toBe(200);
      expect(lenient.json.problems).toMatchObject([{ nodeId: "hook1", path: "timeout" }]);
    });
  });

  describe("the versions of a scenario", () => {
    it("are listed, read, and told apart by who activates over another one", async () => {
      const id = await liveScenario(product(), good);
      await save(id, 1, [rename("CRM")]);
      const stale = await product().post(path(id, "/activate"), { expectedVersion: null });
      expect(stale.status).toBe(409);
      expect(stale.json).toMatchObject({ code: "conflict", currentVersion: 1 });
      const published = await product().post(path(id, "/activate"), { expectedVersion: 1 });
      expect(published.json).toMatchObject({ publishedVersion: 2, draftBaseVersion: 2 });
      const first = await product().get(path(id, "/versions?limit=1"));
      expect(first.json).toMatchObject({
        items: [
          { number: 2, isLive: true, nodeCount: 2, createdBy: { name: "integration tests" } },
        ],
        nextCursor: "2",
      });
      const second = await product().get(path(id, "/versions?cursor=2"));
      expect(second.json).toMatchObject({
        items: [{ number: 1, isLive: false }],
        nextCursor: null,
      });
      const version = await product().get(path(id, "/versions/2"));
      expect(version.json.graph).toEqual(published.json.graph);
    });

    it.each(["0", "3", "-1", "1e308", "x", "%00", "..%2f..", "99999999999999999999"])(
      "have none called %s",
      async (number) => {
        const id = await liveScenario(product(), good);
        const answer = await product().get(path(id, `/versions/${number}`));
        expect([400, 404], answer.text).toContain(answer.status);
        expect(answer.json.code).toMatch(/^(not_found|invalid_request)$/);
      },
    );

    it.each([
      "limit=0",
      "limit=101",
      "limit=x",
      "cursor=",
      "cursor=x",
      "cursor=99999999999",
      "a=b",
    ])("are not listed for %s", async (query) => {
      const id = await createScenario(product(), good);
      const answer = await product().get(path(id, `/versions?${query}`));
      expect([answer.status, answer.json.code]).toEqual([400, "invalid_request"]);
    });
  });

  describe("a copy", () => {
    it("has its own secrets; an export has none, and an import asks for them", async () => {
      const id = await createScenario(product(), withSecrets);
      const copy = await product().post(path(id, "/duplicate"));
      expect(copy.status, copy.text).toBe(201);
      expect(copy.json).toMatchObject({ name: "Copy of Tested", status: "draft", problems: [] });
      const refs = ({ text }: Answer) => text.match(/sec_\w+/g) ?? [];
      expect(new Set([...refs(copy), ...refs(await product().get(path(id)))]).size).toBe(4);

      const document = await product().get(path(id, "/export"));
      expect(document.status).toBe(200);
      expect(document.json.removedSecrets).toHaveLength(2);
      expect(refs(document)).toEqual([]);
      const imported = await product().post("/api/v1/scenarios/import", {
        name: "Imported",
        document: document.json,
      });
      expect(imported.status, imported.text).toBe(201);
      expect(imported.json.scenario).toMatchObject({ name: "Imported", status: "draft" });
      expect(imported.json.toFillIn.map(({ label }: { label: string }) => label)).toEqual([
        "Secret",
        "Header Authorization",
      ]);
      for (const { text } of [copy, document, imported]) expect(text).not.toContain(planted);
    });

    it("comes from each template, ready or with problems that say what it lacks", async () => {
      const { items } = (await product().get("/api/v1/scenarios/templates")).json;
      expect(items).toHaveLength(TEMPLATES);
      for (const { key, name, needs } of items) {
        const made = await product().post("/api/v1/scenarios/from-template", { template: key });
        expect(made.status, made.text).toBe(201);
        expect(made.json.name).toBe(name);
        expect(made.json.problems.length === 0).toBe(needs.length === 0);
      }
    });
  });

  describe("a tab that has a scenario open", () => {
    const report = (id: string, tabId: string) =>
      product().call(path(id, "/presence"), { method: "PUT", body: { tabId } });

    it("sees the other ones until they leave, named in the query or the body", async () => {
      const id = await createScenario(product(), good);
      expect((await report(id, "one")).json).toEqual({
        others: [],
        revision: 1,
        lastSavedBy: { name: "integration tests" },
      });
      for (const [target, body] of [
        ["/presence?tabId=two", undefined],
        ["/presence", { tabId: "two" }],
      ] as const) {
        await report(id, "two");
        const seen = (await report(id, "one")).json.others;
        expect(seen).toMatchObject([{ name: "integration tests", isYou: true }]);
        const left = await product().call(path(id, target), { method: "DELETE", body });
        expect(left.status, left.text).toBe(204);
        expect((await report(id, "one")).json.others).toEqual([]);
      }
    });
  });

  describe("a request to a scenario with", () => {
    const post = (body: unknown): Call => ({ method: "POST", body });
    const operations = (...list: unknown[]) => post({ baseRevision: 1, operations: list });
    const deep = `${"[".repeat(10_000)}${"]".repeat(10_000)}`;
    const raw = (text: string): Call => ({ method: "POST", raw: text, headers: json });
    const put = (body: unknown): Call => ({ method: "PUT", body });
    const document = { format: "traderlaunchpad.scenario", formatVersion: 1 };

    /** What is sent where, the code of the answer, and a field it names. */
    const bad: [what: string, target: string, call: Call, field: string, code?: string][] = [
      ["no edits", "operations", operations(), "operations"],
      ["edits of 201", "operations", operations(...Array(201).fill(rename("x"))), "operations"],
      ["an edit that is null", "operations", operations(null), "operations.0"],
      ["an edit of no known type", "operations", operations({ type: "x" }), "operations.0"],
      [
        "an edit of an unknown node",
        "operations",
        operations(rename("ok"), { type: "setNote", nodeId: "gone", note: "x" }),
        "operations.1",
      ],
      [
        "an edit with an unknown field",
        "operations",
        operations({ ...rename("x"), x: 1 }),
        "operations.0.x",
      ],
      ["no revision", "operations", post({ operations: [rename("x")] }), "baseRevision"],
      [
        "a revision of 1e308",
        "operations",
        post({ baseRevision: 1e308, operations: [rename("x")] }),
        "baseRevision",
      ],
      ["an edit in a list of its own", "operations", post([rename("x")]), ""],
      ["a NUL in an edit", "operations", operations(rename("a\u0000")), "operations.0.name"],
      [
        "a node that is nested too deeply",
        "operations",
        raw(
          `{"baseRevision":1,"operations":[{"type":"setConfig","nodeId":"hook1","config":{"a":${deep}}}]}`,
        ),
        "operations.0.config",
      ],
      [
        "__proto__ in a config",
        "operations",
        raw(
          '{"baseRevision":1,"operations":[{"type":"setConfig","nodeId":"hook1","config":{"__proto__":{}}}]}',
        ),
        "__proto__",
      ],
      [
        "a position of 1e400",
        "operations",
        raw(
          '{"baseRevision":1,"operations":[{"type":"moveNodes","positions":{"hook1":{"x":1e400,"y":0}}}]}',
        ),
        "positions",
      ],
      [
        "a document in place that leads nowhere",
        "operations",
        operations({
          type: "replace",
          graph: { nodes: [], edges: [{ id: "e", source: "a", target: "b" }] },
        }),
        "operations.0.graph.edges.0.source",
      ],
      [
        "a secret of another scenario",
        "operations",
        operations({
          type: "setConfig",
          nodeId: "hook1",
          config: { ...good, secret: { $secret: "sec_01kay5q3m8sample0000000000" } },
        }),
        "secret",
      ],
      ["a version of 0 to expect", "activate", post({ expectedVersion: 0 }), "expectedVersion"],
      [
        "a version of 1e308 to expect",
        "activate",
        post({ expectedVersion: 1e308 }),
        "expectedVersion",
      ],
      [
        "a version as text to expect",
        "activate",
        post({ expectedVersion: "1" }),
        "expectedVersion",
      ],
      ["an unknown field to activate", "activate", post({ force: true }), "force"],
      ["half a body to activate", "activate", raw("{"), "", "malformed_json"],
      ["an unknown field to duplicate", "duplicate", post({ x: 1 }), "x"],
      [
        "a graph without edges to duplicate",
        "duplicate",
        post({ graph: { nodes: [] } }),
        "graph.edges",
      ],
      ["no tab", "presence", put({}), "tabId"],
      ["a tab without a name", "presence", put({ tabId: "" }), "tabId"],
      ["a tab of 65 characters", "presence", put({ tabId: "a".repeat(65) }), "tabId"],
      ["a tab that is a number", "presence", put({ tabId: 7 }), "tabId"],
      ["a tab with a NUL", "presence", put({ tabId: "a\u0000" }), "tabId"],
      ["an unknown field of a tab", "presence", put({ tabId: "a", x: 1 }), "x"],
      ["no tab to leave", "presence", { method: "DELETE" }, "tabId"],
      ["no document", "/import", post({}), "document"],
      ["a document that is text", "/import", post({ document: "{}" }), "document"],
      ["a document that is a list", "/import", post({ document: [] }), "document"],
      ["a foreign document", "/import", post({ document: { nodes: [] } }), "document.format"],
      [
        "a document of a later format",
        "/import",
        post({ document: { ...document, formatVersion: 2 } }),
        "document.formatVersion",
      ],
      ["a document of nothing else", "/import", post({ document }), "document.graph"],
      ["a blank name to import", "/import", post({ name: " ", document }), "name"],
      [
        "a document nested too deeply",
        "/import",
        raw(`{"document":{"graph":${deep}}}`),
        "document.graph",
      ],
      ["an unknown template", "/from-template", post({ template: "__proto__" }), "template"],
      [
        "a name of 101 characters for a template",
        "/from-template",
        post({ template: "order-to-inbox", name: "a".repeat(101) }),
        "name",
      ],
    ];

    it.each(bad)("%s is refused; nothing is written", async (_, target, call, field, code) => {
      const id = await createScenario(product(), good);
      const before = await snapshot(product());
      const full = target.startsWith("/") ? `/api/v1/scenarios${target}` : path(id, `/${target}`);
      const answer = await product().call(full, call);
      expect(answer.json?.code, answer.text).toBe(code ?? "invalid_request");
      expect(answer.status).toBe(answer.json.status);
      expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
      expect(JSON.stringify(answer.json.errors ?? "")).toContain(field);
      expect(await snapshot(product())).toEqual(before);
    });

    it("a body of more than 256 KiB is a 413, and nothing is written", async () => {
      const id = await createScenario(product(), good);
      const before = await snapshot(product());
      const note = { type: "setConfig", nodeId: "hook1", config: { a: "a".repeat(257 * 1024) } };
      const large = [
        await save(id, 1, [note]),
        await product().post("/api/v1/scenarios/import", { document: note }),
      ];
      for (const answer of large) expect(answer.status).toBe(413);
      expect(await snapshot(product())).toEqual(before);
    });
  });

  it("a scenario activated, edited and restored says what its draft stems from", async () => {
    const id = await liveScenario(product(), good);
    const { graph } = await read(id);
    await save(id, 1, [rename("CRM")]);
    await activateScenario(product(), id);
    const restored = await save(id, 2, [{ type: "replace", graph }]);
    expect(restored.json).toMatchObject({ draftBaseVersion: 1, publishedVersion: 2 });
    expect(restored.json.graph.edges).toEqual([
      { ...webhookGraph(good).edges[0], sourcePort: "out" },
    ]);
  });
}
