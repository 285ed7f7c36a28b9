import { once } from "node:events";
import { createServer, type IncomingMessage, request } from "node:http";
import type { AddressInfo } from "node:net";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { signature } from "./engine/protocol/sign";

const KEY = `signkey-prod-${"0123456789abcdef".repeat(4)}`;
const FORMER = `signkey-prod-${"fedcba9876543210".repeat(4)}`;
const FOREIGN = `signkey-prod-${"f".repeat(64)}`;
const PATH = "/api/inngest?fnId=traderlaunchpad-nothing&stepId=step";
/** A call in the form that is signed, and as an Inngest server sends it: with its keys in another order. */
const CANONICAL = '{"ctx":{},"event":{"data":{},"name":"x"},"events":[],"steps":{}}';
const AS_SENT = '{"event":{"name":"x","data":{}},"events":[],"steps":{},"ctx":{}}';
/** What the SDK answers to a call that it accepts, of a function that there is not. */
const ACCEPTED = 500;

interface Call {
  method?: "POST" | "PUT";
  /** null: it is announced, and never comes. */
  body: string | null;
  signature?: string;
  headers?: Record<string, string>;
}
interface Answer {
  status: number;
  text: string;
}
interface Way {
  send(call: Call): Promise<Answer>;
  close(): Promise<void>;
}

const headersOf = (call: Call): Record<string, string> => ({
  "content-type": "application/json",
  ...(call.signature === undefined ? {} : { "x-inngest-signature": call.signature }),
  ...(call.body === null ? { "content-length": "64" } : {}),
  ...call.headers,
});

async function nodeWay(): Promise<Way> {
  const { engineCalls } = await import("./serve-node");
  const server = createServer(engineCalls()).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    async send({ method = "POST", ...call }) {
      const headers = headersOf(call);
      const outgoing = request({ port, path: PATH, method, headers });
      if (call.body === null) outgoing.flushHeaders();
      else outgoing.end(call.body);
      const [response] = (await once(outgoing, "response")) as [IncomingMessage];
      let text = "";
      for await (const chunk of response) text += chunk;
      outgoing.on("error", () => {}).destroy();
      return { status: response.statusCode ?? 0, text };
    },
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function nextWay(): Promise<Way> {
  const route = await import("@/app/api/inngest/route");
  return {
    async send({ method = "POST", ...call }) {
      const body = call.body ?? new ReadableStream({ pull: () => new Promise(() => {}) });
      const init = { method, headers: headersOf(call), body, duplex: "half" as const };
      const asked = new NextRequest(`http://localhost${PATH}`, init);
      const response = await route[method](asked, undefined);
      return { status: response.status, text: await response.text() };
    },
    async close() {},
  };
}

const stamp = (ageMs: number, mac = "0".repeat(64)) =>
  `t=${Math.floor((Date.now() - ageMs) / 1000)}&s=${mac}`;

describe.each([
  ["on Node's own request", nodeWay],
  ["by Next's route", nextWay],
])("a call %s", (_name, open) => {
  let way: Way;
  const statusOf = async (call: Call) => (await way.send(call)).status;

  /** The product with these variables, for the tests of a group. */
  function given(variables: Record<string, string>) {
    const none = { INNGEST_DEV: "", INNGEST_SIGNING_KEY: "", INNGEST_SIGNING_KEY_FALLBACK: "" };
    const base = {
      DATABASE_URL: "postgresql://localhost/none",
      APP_SECRET: "a secret of the tests",
      LOG_LEVEL: "silent",
    };
    beforeAll(async () => {
      vi.resetModules();
      for (const [name, value] of Object.entries({ ...none, ...base, ...variables }))
        vi.stubEnv(name, value);
      way = await open();
    }, 30_000);
    afterAll(async () => {
      await way.close();
      vi.unstubAllEnvs();
    });
  }

  describe("of the embedded engine", () => {
    given({
      ENGINE_KIND: "embedded",
      INNGEST_SIGNING_KEY: KEY,
      INNGEST_SIGNING_KEY_FALLBACK: FORMER,
    });

    it.each([
      ["no signature", undefined],
      ["an empty one", ""],
      ["words", "please"],
      ["no time", `s=${"0".repeat(64)}`],
      ["a time that is none", `t=soon&s=${"0".repeat(64)}`],
      ["a signature that is too short", stamp(0, "00")],
      ["a signature that is none", stamp(0, "x".repeat(64))],
      ["a time of six minutes ago", stamp(360_000)],
      ["a time in six minutes", stamp(-360_000)],
    ])("with %s is refused without waiting for its body", async (_what, header) => {
      for (const method of ["POST", "PUT"] as const)
        expect(await statusOf({ method, body: null, signature: header })).toBe(401);
    });

    it("that only asks what there is, unsigned, is refused and not worth a line of the log", async () => {
      const { log } = await import("@/lib/log");
      const said = [vi.spyOn(log, "error"), vi.spyOn(log, "warn"), vi.spyOn(console, "error")];
      const { GET } = await import("@/app/api/inngest/route");
      for (const header of [undefined, stamp(0), stamp(360_000)]) {
        const headers = headersOf({ body: "", signature: header });
        const asked = new NextRequest("http://localhost/api/inngest", { headers });
        expect((await GET(asked, undefined)).status).toBe(401);
      }
      expect(said.flatMap(({ mock }) => mock.calls)).toEqual([]);
    });

    it("is refused before it is taken for JSON where something else was signed", async () => {
      for (const body of ["{a}", CANONICAL, ""])
        for (const header of [
          stamp(0),
          signature(body, FOREIGN),
          signature(`${body} `, KEY),
          // Of the right text, at another time.
          signature(body, KEY).replace(/^t=\d+/, stamp(60_000).replace(/&.*/, "")),
        ])
          expect(await statusOf({ body, signature: header })).toBe(401);
      // This engine signs what it sends, to the byte.
      expect(await statusOf({ body: AS_SENT, signature: signature(CANONICAL, KEY) })).toBe(401);
    });

    it("is answered where it is signed, with the fallback key too", async () => {
      const body = '{"url":"http://localhost/api/inngest"}';
      const headers = { "x-inngest-sync-kind": "in_band" };
      for (const key of [KEY, FORMER]) {
        const header = signature(body, key);
        const answer = await way.send({ method: "PUT", body, signature: header, headers });
        expect([answer.status, JSON.parse(answer.text).app_id]).toEqual([200, "traderlaunchpad"]);
        expect(await statusOf({ body: CANONICAL, signature: signature(CANONICAL, key) })).toBe(
          ACCEPTED,
        );
      }
      // Clocks that differ by four minutes are within what the SDK bears.
      for (const at of [Date.now() - 240_000, Date.now() + 240_000])
        expect(await statusOf({ body: CANONICAL, signature: signature(CANONICAL, KEY, at) })).toBe(
          ACCEPTED,
        );
    });

    it("that is signed and no JSON is told so", async () => {
      const answer = await way.send({ body: "{a}", signature: signature("{a}", KEY) });
      expect([answer.status, JSON.parse(answer.text).code]).toEqual([400, "malformed_json"]);
    });

    it("that announces more than 8 MiB is refused without reading on", async () => {
      const headers = { "content-length": String(8 * 1024 * 1024 + 1) };
      const answer = await way.send({ body: null, signature: stamp(0), headers });
      expect([answer.status, JSON.parse(answer.text).code]).toEqual([413, "payload_too_large"]);
    });
  });

  describe("of an Inngest server", () => {
    given({
      ENGINE_KIND: "inngest",
      INNGEST_SIGNING_KEY: KEY,
      INNGEST_SIGNING_KEY_FALLBACK: FORMER,
    });

    it("is answered as by the SDK alone: what is signed is the canonical form of what is sent", async () => {
      for (const body of [AS_SENT, CANONICAL])
        for (const key of [KEY, FORMER])
          expect(await statusOf({ body, signature: signature(CANONICAL, key) })).toBe(ACCEPTED);
    });

    it("is refused where nothing fresh is signed, or with another key", async () => {
      for (const header of [undefined, "please", stamp(360_000)])
        expect(await statusOf({ body: null, signature: header })).toBe(401);
      for (const body of [AS_SENT, CANONICAL])
        for (const header of [stamp(0), signature(CANONICAL, FOREIGN)])
          expect(await statusOf({ body, signature: header })).toBe(401);
    });
  });

  describe("of the dev server", () => {
    given({ ENGINE_KIND: "inngest", INNGEST_DEV: "1" });

    it("is answered unsigned", async () => {
      expect(await statusOf({ body: AS_SENT })).toBe(ACCEPTED);
    });
  });
});
