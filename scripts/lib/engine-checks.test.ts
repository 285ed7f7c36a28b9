import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Inngest } from "inngest";
import { serve } from "inngest/node";
import { afterEach, describe, expect, it } from "vitest";
import { apiToken } from "@/inngest/engine/protocol/sign";
import { checkEngine } from "./engine-checks";
import { type Engine, engineOf } from "./engine-variables";

const EVENT_KEY = "an-event-key-of-a-test";
const SIGNING_KEY = "0123456789abcdef".repeat(4);
/** Where the server lists the functions of the app below. */
const FUNCTIONS = "/v1/apps/app/functions";
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

/** The answers of a server that knows the two keys, and the functions of the app. */
const engineServer: RequestListener = (request, response) => {
  const { url = "", headers } = request;
  const answer = (status: number, body = "{}") => response.writeHead(status).end(body);
  if (url === "/health") return answer(200);
  if (url.startsWith("/e/")) return answer(url === `/e/${EVENT_KEY}` ? 200 : 401);
  if (headers.authorization !== `Bearer ${apiToken(SIGNING_KEY)}`) return answer(401);
  answer(200, url === FUNCTIONS ? JSON.stringify([{ slug: "app-fn" }]) : "{}");
};

/** The web server, as the SDK answers for it. */
function app(baseUrl: string, more: { signingKey?: string; isDev?: boolean } = {}) {
  const silent = { debug() {}, info() {}, warn() {}, error() {} };
  const keys = { eventKey: EVENT_KEY, signingKey: SIGNING_KEY, isDev: false };
  const client = new Inngest({ id: "app", logger: silent, baseUrl, ...keys, ...more });
  const fn = client.createFunction({ id: "fn", triggers: { event: "test/go" } }, () => {});
  return listen(serve({ client, functions: [fn] }));
}

async function configured(server: RequestListener = engineServer): Promise<Engine> {
  const url = await listen(server);
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
      "Sync",
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

describe("what an Inngest server knows of the functions", () => {
  const sync = async (engine: Engine) =>
    (await checkEngine(engine)).find(({ what }) => what === "Sync");
  const unknown = (says: string) =>
    expect.objectContaining({ ok: true, unknown: true, says: expect.stringContaining(says) });

  it("is asked of the server itself, with the key", async () => {
    const engine = await configured();
    expect(await sync(engine)).toEqual({ ok: true, what: "Sync", says: `${engine.api} knows 1` });
  });

  it("is a problem while it has not been told of them", async () => {
    const engine = await configured((request, response) => {
      if (request.url !== FUNCTIONS) return engineServer(request, response);
      response.writeHead(200).end("[]");
    });
    expect(await problems(engine)).toEqual({
      Sync: `${engine.api} knows none of them: run \`npm run inngest:sync\`.`,
    });
  });

  it("stays unknown where the address does not know this call, and is no problem", async () => {
    const engine = await configured((request, response) => {
      if (request.url !== FUNCTIONS) return engineServer(request, response);
      response.writeHead(404).end("404 page not found");
    });
    expect(await sync(engine)).toEqual(unknown("answers 404"));
    expect(await problems(engine)).toEqual({});
  });

  it("stays unknown of a dev server, which has no keys", async () => {
    const url = await listen(engineServer);
    const env = { INNGEST_DEV: url, INNGEST_EVENT_KEY: EVENT_KEY };
    const engine = engineOf(env, await app(url, { isDev: true }));
    expect(await sync(engine)).toEqual(unknown("a dev server is not asked"));
    expect(await problems(engine)).toEqual({});
  });

  it("stays unknown where the web server does not tell the id of its app", async () => {
    const engine = await configured();
    const appUrl = await app(engine.api, { isDev: true });
    expect(await sync({ ...engine, appUrl })).toEqual(unknown("the id of its app"));
  });

  it("is that of the branch environment, where there is one", async () => {
    const asked: unknown[] = [];
    const engine = await configured((request, response) => {
      if (request.url === FUNCTIONS) asked.push(request.headers["x-inngest-env"]);
      engineServer(request, response);
    });
    await checkEngine(engine);
    await checkEngine({ ...engine, environment: "branch" });
    expect(asked).toEqual([undefined, "branch"]);
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
    expect(lines.map(({ what }) => what)).not.toContain("Sync");
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
  const keys = { INNGEST_EVENT_KEY: EVENT_KEY, INNGEST_SIGNING_KEY: SIGNING_KEY };

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
