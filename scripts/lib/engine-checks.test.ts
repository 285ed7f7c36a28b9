import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Inngest } from "inngest";
import { serve } from "inngest/node";
import { afterEach, describe, expect, it } from "vitest";
import { apiToken } from "@/inngest/engine/protocol/sign";
import { checkEngine, type Engine, engineOf } from "./engine-checks";

const EVENT_KEY = "an-event-key-of-a-test";
const SIGNING_KEY = "0123456789abcdef".repeat(4);
const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The answers of a server that knows the two keys. */
const engineServer: RequestListener = (request, response) => {
  const { url = "", headers } = request;
  const answer = (status: number) => response.writeHead(status).end("{}");
  if (url === "/health") return answer(200);
  if (url.startsWith("/e/")) return answer(url === `/e/${EVENT_KEY}` ? 200 : 401);
  answer(headers.authorization === `Bearer ${apiToken(SIGNING_KEY)}` ? 200 : 401);
};

/** The web server, as the SDK answers for it. */
function app(baseUrl: string, more: { signingKey?: string; isDev?: boolean } = {}) {
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const keys = { eventKey: EVENT_KEY, signingKey: SIGNING_KEY, isDev: false };
  const client = new Inngest({ id: "app", logger: silent, baseUrl, ...keys, ...more });
  const fn = client.createFunction({ id: "fn", triggers: { event: "test/go" } }, () => {});
  return listen(serve({ client, functions: [fn] }));
}

async function configured(): Promise<Engine> {
  const url = await listen(engineServer);
  const env = {
    INNGEST_BASE_URL: url,
    INNGEST_EVENT_KEY: ` ${EVENT_KEY} `,
    INNGEST_SIGNING_KEY: SIGNING_KEY,
  };
  return engineOf(env, await app(url));
}

/** What is not well, by its name. */
async function problems(engine: Engine): Promise<Record<string, string>> {
  const lines = await checkEngine(engine);
  return Object.fromEntries(lines.filter(({ ok }) => !ok).map(({ what, says }) => [what, says]));
}

describe("an Inngest server", () => {
  it("that is configured well has no problem", async () => {
    const lines = await checkEngine(await configured());
    expect(lines.filter(({ ok }) => !ok)).toEqual([]);
    expect(lines.map(({ what }) => what)).toEqual([
      "Engine",
      "Health",
      "Event key",
      "Signing key",
      "Functions",
      "Unsigned calls",
    ]);
  });

  it("that does not know the keys is told by key, and none is printed", async () => {
    const engine = {
      ...(await configured()),
      eventKey: "wrong-event-key",
      signingKey: "ab".repeat(32),
    };
    const lines = await checkEngine(engine);
    expect(Object.keys(await problems(engine))).toEqual(["Event key", "Signing key", "Functions"]);
    const text = JSON.stringify(lines);
    for (const key of [engine.eventKey, engine.signingKey, EVENT_KEY, SIGNING_KEY]) {
      expect(text).not.toContain(key);
    }
  });

  it("that is away is told with its address, without the password in it", async () => {
    const away = "http://user:hunter2@127.0.0.1:9";
    const engine = { ...(await configured()), api: away, events: away };
    const found = await problems(engine);
    expect(found.Health).toContain("http://127.0.0.1:9 can't be reached");
    expect(Object.keys(found)).toEqual(["Health", "Event key", "Signing key", "Addresses"]);
    expect(JSON.stringify(await checkEngine(engine))).not.toContain("hunter2");
  });

  it("whose address is that of something else is told", async () => {
    const other = await listen((_request, response) => response.writeHead(404).end("<html>"));
    const engine = { ...(await configured()), api: other, events: other, appUrl: other };
    const found = await problems(engine);
    expect(found["Event key"]).toContain("nothing takes events there");
    expect(found.Functions).toContain("does a proxy pass /api/inngest on?");
  });

  it("that the web server does not talk to is told", async () => {
    const engine = { ...(await configured()), appUrl: await app("http://127.0.0.1:9") };
    expect(await problems(engine)).toEqual({
      Addresses: expect.stringContaining("talks to http://127.0.0.1:9"),
    });
  });

  it("with half a signing key is told", async () => {
    const engine = { ...(await configured()), signingKey: `signkey-prod-${SIGNING_KEY.slice(1)}` };
    expect((await problems(engine)).INNGEST_SIGNING_KEY).toContain("odd number");
  });
});

describe("a web server", () => {
  it("that is away, or has another key, is told", async () => {
    const engine = await configured();
    expect(await problems({ ...engine, appUrl: "http://127.0.0.1:9" })).toEqual({
      Functions: expect.stringContaining("can't be reached from here"),
    });
    const appUrl = await app(engine.api, { signingKey: "cd".repeat(32) });
    expect(await problems({ ...engine, appUrl })).toEqual({
      Functions: expect.stringContaining("another INNGEST_SIGNING_KEY"),
    });
  });

  it("that answers what is not signed is told", async () => {
    const engine = await configured();
    const appUrl = await app(engine.api, { isDev: true });
    expect(await problems({ ...engine, appUrl })).toEqual({
      "Unsigned calls": expect.stringContaining("INNGEST_DEV"),
    });
  });
});

describe("the embedded engine", () => {
  const embedded = async (health: object) => {
    const url = await listen((request, response) => {
      if (request.url !== "/health") return engineServer(request, response);
      response.writeHead(200).end(JSON.stringify(health));
    });
    const env = { ENGINE_KIND: "embedded", INNGEST_BASE_URL: url };
    const keys = { INNGEST_EVENT_KEY: EVENT_KEY, INNGEST_SIGNING_KEY: SIGNING_KEY };
    return engineOf({ ...env, ...keys }, await app(url));
  };

  it("tells how many functions it knows", async () => {
    const engine = await embedded({ functions: 14, reachable: true, refused: [] });
    const lines = await checkEngine(engine);
    expect(lines.every(({ ok }) => ok)).toBe(true);
    expect(lines[1]?.says).toBe("answers, and knows 14 functions");
  });

  it("tells which functions it refuses, and when it does not reach the web server", async () => {
    const refused = [{ id: "app-fn", reason: 'it does not support the option "throttle"' }];
    const refusing = await embedded({ functions: 1, reachable: true, refused });
    expect((await problems(refusing)).Health).toContain(
      'app-fn: it does not support the option "throttle"',
    );
    const alone = await embedded({ functions: 0, reachable: false, refused: [] });
    expect((await problems(alone)).Health).toContain("does not reach the web server");
  });
});

describe("the variables", () => {
  const appUrl = "https://hooks.example.com";
  const keys = { INNGEST_EVENT_KEY: EVENT_KEY, INNGEST_SIGNING_KEY: SIGNING_KEY };

  it("are read as the SDK reads them", () => {
    expect(engineOf(keys, appUrl)).toMatchObject({
      kind: "cloud",
      api: "https://api.inngest.com",
      events: "https://inn.gs",
    });
    expect(engineOf({ INNGEST_DEV: "1" }, appUrl)).toMatchObject({
      kind: "dev",
      api: "http://localhost:8288",
    });
    expect(engineOf({ INNGEST_DEV: "http://dev:1" }, appUrl).events).toBe("http://dev:1");
    expect(engineOf({ INNGEST_DEV: "0", ...keys }, appUrl).kind).toBe("cloud");
    expect(
      engineOf(
        { ...keys, INNGEST_BASE_URL: "http://a", INNGEST_EVENT_API_BASE_URL: "http://b" },
        appUrl,
      ),
    ).toMatchObject({ kind: "server", api: "http://a", events: "http://b" });
  });

  it("of a dev server on an instance that others reach are a problem", async () => {
    const url = await listen(engineServer);
    const engine = engineOf({ INNGEST_DEV: url }, "http://hooks.invalid");
    expect((await problems(engine)).INNGEST_DEV).toContain("nothing is signed");
  });

  it("of Inngest Cloud need an address that it can call", async () => {
    const url = await listen(engineServer);
    const engine = { ...engineOf(keys, "http://127.0.0.1:9"), api: url, events: url };
    expect((await problems(engine)).APP_URL).toContain("public https address");
  });
});
