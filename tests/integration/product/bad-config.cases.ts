import { describe, expect, it } from "vitest";
import { snapshot } from "../support/counts";
import type { Product } from "../support/product";
import { type Config, createScenario, webhookGraph } from "../support/scenarios";

const good = { webhookUrl: "http://127.0.0.1:9/hook" };

/** A config's JSON text, and the field that the answer has to name. */
const rows: [string, Config | string, string][] = [
  ["an address of ftp", { webhookUrl: "ftp://example.com/x" }, "webhookUrl"],
  ["an address of javascript", { webhookUrl: "javascript:alert(1)" }, "webhookUrl"],
  ["an address of file", { webhookUrl: "file:///etc/passwd" }, "webhookUrl"],
  ["an address that is none", { webhookUrl: "not a url" }, "webhookUrl"],
  ["an address without a host", { webhookUrl: "http://" }, "webhookUrl"],
  ["an address that is a number", { webhookUrl: 7 }, "webhookUrl"],
  ["an address that is a list", { webhookUrl: ["http://example.com"] }, "webhookUrl"],
  ["an address with a line break", { webhookUrl: "http://example.com/\nx" }, "webhookUrl"],
  ["an address with a password", { webhookUrl: "http://a:b@example.com/" }, "webhookUrl"],
  ["headers that are a text", { ...good, headers: "X-A: b" }, "headers"],
  ["headers that are a list", { ...good, headers: [["X-A", "b"]] }, "headers"],
  ["headers that are null", { ...good, headers: null }, "headers"],
  ["a header value that is a number", { ...good, headers: { "X-A": 5 } }, "X-A"],
  ["a header value that is null", { ...good, headers: { "X-A": null } }, "X-A"],
  ["a header value that is an object", { ...good, headers: { "X-A": { b: "c" } } }, "X-A"],
  ["a header value with CRLF", { ...good, headers: { "X-A": "a\r\nX-B: 1" } }, "X-A"],
  ["a header value beyond Latin-1", { ...good, headers: { "X-A": "عبدالله" } }, "X-A"],
  ["a header value of 10 kB", { ...good, headers: { "X-A": "a".repeat(10_000) } }, "X-A"],
  ["an empty header name", { ...good, headers: { "": "a" } }, "headers"],
  ["a header name with a space", { ...good, headers: { "X A": "a" } }, "X A"],
  ["a header name with CRLF", { ...good, headers: { "X-A\r\nB": "a" } }, "headers"],
  ["a header name beyond ASCII", { ...good, headers: { "X-Ä": "a" } }, "X-Ä"],
  ...[
    ..."Host host Content-Length TRANSFER-ENCODING Connection Expect Proxy-Connection".split(" "),
    ..."Webhook-Signature webhook-id X-Webhook-Id x-webhook-anything".split(" "),
  ].map((name): [string, Config, string] => [
    `the reserved header ${name}`,
    { ...good, headers: { [name]: "a" } },
    name,
  ]),
  ["a header given twice", { ...good, headers: { "X-A": "a", "x-a": "b" } }, "x-a"],
  ["6 retry attempts", { ...good, retryAttempts: 6 }, "retryAttempts"],
  ["-1 retry attempts", { ...good, retryAttempts: -1 }, "retryAttempts"],
  ["1.5 retry attempts", { ...good, retryAttempts: 1.5 }, "retryAttempts"],
  ["retry attempts as text", { ...good, retryAttempts: "3" }, "retryAttempts"],
  ["retry attempts of null", { ...good, retryAttempts: null }, "retryAttempts"],
  ["retry attempts of 1e308", { ...good, retryAttempts: 1e308 }, "retryAttempts"],
  ["a timeout of 4", { ...good, timeout: 4 }, "timeout"],
  ["a timeout of 301", { ...good, timeout: 301 }, "timeout"],
  ["a timeout of 1e308", { ...good, timeout: 1e308 }, "timeout"],
  ["a timeout of 1e400", '{"webhookUrl":"http://127.0.0.1:9/","timeout":1e400}', "timeout"],
  ["an answer that can't be retried on", { ...good, retryOn: [404] }, "retryOn"],
  ["an unknown setting", { ...good, colour: "red" }, "colour"],
  [
    "a setting called __proto__",
    '{"webhookUrl":"http://127.0.0.1:9/","__proto__":{"a":1}}',
    "__proto__",
  ],
  ["an empty secret", { ...good, secret: "" }, "secret"],
  ["a secret with a line break", { ...good, secret: "abc\n" }, "secret"],
  ["a secret pasted with blanks around it", { ...good, secret: " whsec_MfKQ9r8G\n" }, "secret"],
  ["a secret that is a number", { ...good, secret: 7 }, "secret"],
  ["a secret of another scenario", { ...good, secret: { $secret: "sec_1" } }, "secret"],
  ["a NUL in the address", { webhookUrl: "http://a.example/\u0000" }, "webhookUrl"],
  ["a NUL in a header", { ...good, headers: { "X-A": "a\u0000" } }, "X-A"],
  ["a NUL in the secret", { ...good, secret: "a\u0000b" }, "secret"],
  [
    "10,000 nested lists",
    `{"webhookUrl":"http://127.0.0.1:9/","headers":${"[".repeat(10_000)}${"]".repeat(10_000)}}`,
    "headers",
  ],
];

export function badConfigCases(product: () => Product) {
  describe("a webhook's config with", () => {
    it.each(rows)(
      "%s is refused, naming the field; nothing is written",
      async (_, config, field) => {
        const scenario = await createScenario(product(), good);
        const mark = '"the config"';
        const text = typeof config === "string" ? config : JSON.stringify(config);
        const raw = (body: unknown) => JSON.stringify(body).replace(mark, () => text);
        const graph = webhookGraph(good);
        const marked = {
          ...graph,
          nodes: graph.nodes.map((node) =>
            node.operation === "webhooks.send" ? { ...node, config: "the config" } : node,
          ),
        };
        const before = await snapshot(product());
        for (const [method, path, body] of [
          ["POST", "/api/v1/scenarios", { name: "Bad", graph: marked }],
          ["PUT", `/api/v1/scenarios/${scenario}/draft`, { baseRevision: 1, graph: marked }],
          ["POST", `/api/v1/scenarios/${scenario}/test-webhook`, { node: marked.nodes[1] }],
        ] as const) {
          const answer = await product().call(path, {
            method,
            raw: raw(body),
            headers: { "content-type": "application/json" },
          });
          expect([400, 422], `${path}: ${answer.text}`).toContain(answer.status);
          expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
          expect(answer.json.code).toMatch(/^(invalid_request|scenario_invalid)$/);
          expect(answer.json.errors.length).toBeGreaterThan(0);
          expect(JSON.stringify([answer.json.errors, answer.json.detail])).toContain(field);
        }
        expect(await snapshot(product())).toEqual(before);
      },
    );
  });
}
