import { once } from "node:events";
import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { MAX_BODY_BYTES, route } from "./route";
import { securityHeaders } from "./security-headers";
import { onNode } from "./serve-node";

vi.hoisted(() => {
  process.env.DATABASE_URL = "postgresql://localhost/none";
  process.env.APP_SECRET = "a secret of the tests";
  process.env.APP_URL = "https://shop.example";
  process.env.LOG_LEVEL = "silent";
});
vi.mock("@/lib/auth/require-actor", () => ({ requireActor: async () => systemActor }));

/** Tells what it was asked, or throws what it is told to. */
const post = route(
  "orders:write",
  async ({ body, query, request: { url, method, headers } }) => {
    const sent = await body();
    if (query.fail) throw new Error("The secret is hunter2.");
    return { sent, query, url, method, note: headers.get("x-note") };
  },
  201,
);

const server = createServer(onNode(post.answerCall));
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(async () => {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
});

interface Sent {
  path?: string;
  body?: string;
  headers?: Record<string, string>;
}

async function send({ path = "/things", body = "{}", headers = {} }: Sent = {}) {
  const { port } = server.address() as AddressInfo;
  const all = { "content-type": "application/json", ...headers };
  const outgoing = request({ port, path, method: "POST", headers: all }).end(body);
  const [response] = (await once(outgoing, "response")) as [IncomingMessage];
  let text = "";
  for await (const chunk of response) text += chunk;
  outgoing.on("error", () => {}).destroy();
  return { status: response.statusCode, headers: response.headers, json: JSON.parse(text) };
}

describe("a route past Next", () => {
  it("is asked what was sent, under the address that is configured, and answers as a route does", async () => {
    const { status, headers, json } = await send({
      path: "/things?a=b%20c",
      body: JSON.stringify({ name: "Zoë" }),
      headers: { host: "elsewhere.example", "x-note": "here" },
    });
    expect(status).toBe(201);
    expect(json).toEqual({
      sent: { name: "Zoë" },
      query: { a: "b c" },
      url: "https://shop.example/things?a=b%20c",
      method: "POST",
      note: "here",
    });
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "cache-control": "no-store",
      "x-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it("answers with the headers of all answers", async () => {
    const { headers } = await send();
    for (const [name, value] of Object.entries(securityHeaders))
      expect(headers[name.toLowerCase()]).toBe(value);
  });

  it.each([
    ["that is no JSON", { body: "{" }, 400, "malformed_json"],
    [
      "of another type",
      { headers: { "content-type": "text/plain" } },
      415,
      "unsupported_media_type",
    ],
    ["with a parameter twice", { path: "/things?a=1&a=2" }, 400, "invalid_request"],
  ])("tells what is wrong with a request %s", async (_, sent, status, code) => {
    const answer = await send(sent);
    expect(answer).toMatchObject({ status, json: { code } });
    expect(answer.headers["content-type"]).toBe("application/problem+json");
  });

  it("reads no body to its end that is too large, and ends the connection", async () => {
    const answer = await send({ body: "x".repeat(MAX_BODY_BYTES * 8) });
    expect(answer).toMatchObject({ status: 413, json: { code: "payload_too_large" } });
    expect(answer.headers.connection).toBe("close");
  });

  it("keeps the connection otherwise", async () => {
    expect((await send()).headers.connection).not.toBe("close");
  });

  it("says nothing of what went wrong inside", async () => {
    const { status, json } = await send({ path: "/things?fail=1" });
    expect(status).toBe(500);
    expect(json.code).toBe("internal");
    expect(JSON.stringify(json)).not.toContain("hunter2");
  });
});
