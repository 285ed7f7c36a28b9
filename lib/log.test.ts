import { inspect } from "node:util";
import pg from "pg";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createLog } from "./log";

const SECRET = "s3cr3t-Value";
const TOKEN = "tli_0123456789abcdefghijABCDEFGHIJ0123456789-_x";

/** The one line that a call writes, parsed. */
function written(call: (log: ReturnType<typeof createLog>) => void): Record<string, unknown> {
  const lines: string[] = [];
  call(createLog({ write: (line: string) => lines.push(line) }));
  expect(lines).toHaveLength(1);
  return JSON.parse(lines[0] ?? "");
}

const withFields = (message: string, fields: object) => Object.assign(new Error(message), fields);
const pgError = (fields: Partial<pg.DatabaseError>) =>
  Object.assign(new pg.DatabaseError("it failed", 1, "error"), fields);

class Connection {
  password = SECRET;
  self = this;
}
const circular: Record<string, unknown> = { name: "a" };
circular.again = circular;

describe("a secret that a log line is given", () => {
  it.each<[where: string, fields: object]>([
    ["at the top", { password: SECRET }],
    ["one level down", { user: { secret: SECRET } }],
    ["deep down", { a: { b: [{ c: { d: { authorization: SECRET } } }] } }],
    ["in another case", { Authorization: SECRET, PASSWORD: SECRET, "X-API-KEY": SECRET }],
    ["in camel case", { apiKey: SECRET, accessToken: SECRET, signingKeys: [SECRET] }],
    ["in snake case", { client_secret: SECRET, private_key: SECRET, refresh_token: SECRET }],
    ["as a number or a list", { secret: [SECRET], pwd: { a: SECRET } }],
    ["among headers", { headers: { "x-tenant": SECRET }, requestHeaders: [["x-tenant", SECRET]] }],
    ["in a body", { body: `{"name":"${SECRET}"}`, responseBody: Buffer.from(SECRET) }],
    ["as bytes", { data: Buffer.from(SECRET), more: new Uint8Array(Buffer.from(SECRET)) }],
    ["in a connection", { client: new Connection() }],
    ["in a map", { values: new Map([["password", SECRET]]) }],
    ["by way of toJSON", { thing: { toJSON: () => ({ password: SECRET }) } }],
    ["in an address", { url: new URL(`https://ann:${SECRET}@example.com/x?token=${SECRET}`) }],
    ["in the address of a database", { reason: `no postgresql://ann:${SECRET}@db:5432/x here` }],
    ["in a query", { path: `/reset?token=${SECRET}&x=1` }],
    ["after its scheme", { reason: `refused "Bearer ${SECRET}" and Basic ${SECRET}==` }],
    ["in JSON", { reason: `{"user":"ann","password":"${SECRET}"}` }],
    ["as node shows it", { reason: inspect({ user: "ann", password: SECRET }) }],
    ["in an error's fields", { err: withFields("x", { headers: { a: SECRET }, detail: SECRET }) }],
    ["in an error's answer", { err: withFields("x", { response: { config: { a: SECRET } } }) }],
    ["in an error's message", { err: new Error(`no way to https://ann:${SECRET}@example.com`) }],
    ["in its cause", { err: new Error("x", { cause: withFields("y", { config: SECRET }) }) }],
    ["in its cause's message", { err: new Error("x", { cause: new Error(`password=${SECRET}`) }) }],
    ["in one of several errors", { err: new AggregateError([new Error(`token=${SECRET}`)], "x") }],
    ["in an error under any name", { why: { error: withFields("x", { secret: SECRET }) } }],
    ["in what is thrown and no error", { err: { message: "x", password: SECRET } }],
    [
      "in the row of a constraint",
      { err: pgError({ detail: `Failing row contains (${SECRET}).` }) },
    ],
    ["in the key of a constraint", { err: pgError({ detail: `Key (a)=(${SECRET}) is there.` }) }],
    [
      "in what the database was doing",
      { err: pgError({ where: `unnamed portal with parameters: $1 = '${SECRET}'`, hint: SECRET }) },
    ],
    [
      "in the words of a database that another error repeats",
      { err: new Error(`it failed: Failing row contains (1, "${SECRET}", (2)).\nSo it is.`) },
    ],
    [
      "in a value that the database can't read",
      { err: new Error(`invalid input syntax for type integer: "${SECRET}"`) },
    ],
    [
      "in the arguments that Prisma repeats",
      {
        err: Object.assign(
          new Error(
            `\nInvalid call:\n\n{\n  data: {\n    x: ${SECRET}\n  }\n}\n\nUnknown argument.`,
          ),
          { name: "PrismaClientValidationError" },
        ),
      },
    ],
    [
      "in what Prisma knows of the database's error",
      {
        err: withFields("x", {
          code: "P2010",
          meta: {
            driverAdapterError: withFields("y", { cause: { kind: "postgres", detail: SECRET } }),
          },
        }),
      },
    ],
    ["in what is no JSON", { err: jsonError(`{"a":1,}${SECRET}`) }],
  ])("%s is not written", (_where, fields) => {
    const line = JSON.stringify(written((log) => log.error(fields, "what happened")));
    expect(line).not.toContain(SECRET);
    expect(line).not.toContain(SECRET.slice(0, 8));
    expect(line).toContain("what happened");
  });

  it.each<[where: string, call: (log: ReturnType<typeof createLog>) => void]>([
    ["in the words", (log) => log.info(`called with Bearer ${SECRET}`)],
    ["in what is put into the words", (log) => log.info("called with %o", { password: SECRET })],
    ["in an error alone", (log) => log.error(new Error(`at https://a:${SECRET}@b.example`))],
    ["in an error without words", (log) => log.error({ err: new Error(`password=${SECRET}`) })],
    ["in fields that have the words", (log) => log.error({ msg: `password=${SECRET}` })],
  ])("%s is not written", (_where, call) => {
    expect(JSON.stringify(written(call))).not.toContain(SECRET);
  });

  it.each([
    TOKEN,
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "signkey-prod-0123456789abcdef",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    "0123456789abcdefghijABCDEFGHIJ0123456789-_x",
  ])("is known by its form: %s", (token) => {
    const line = JSON.stringify(
      written((log) => log.info({ at: `/in/${token}` }, `got ${token}.`)),
    );
    expect(line).not.toContain(token.slice(0, 20));
  });
});

describe("what is no secret", () => {
  it("is written as it is", () => {
    const fields = {
      requestId: "3f0e8a52-5d3c-4b6e-9c39-0f6f1c3f8b11",
      deliveryId: "dlv_01kay5q3m8sample000000000000",
      host: "hooks.example.com:8443",
      hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
      author: "ann",
      failures: 3,
      since: "2026-11-27T12:00:00.000Z",
      isPaused: true,
      hasSecret: false,
      nothing: null,
      issues: [{ path: ["webhook", "url"], message: "Enter the address to send to." }],
    };
    const words = "Configuration: APP_SECRET: must have at least 16 characters";
    expect(written((log) => log.warn(fields, words))).toEqual({
      ...fields,
      level: 40,
      time: expect.any(Number),
      msg: words,
    });
  });

  it("of an error is its kind, its words, its code and where it came from", () => {
    const cause = Object.assign(new Error("refused"), { code: "ECONNREFUSED", port: 5432 });
    const error = new TypeError("it failed", { cause });
    expect(written((log) => log.error({ err: error }, "x")).err).toEqual({
      type: "TypeError",
      message: "it failed",
      stack: expect.stringMatching(/^TypeError: it failed\n +at .*log\.test\.ts/),
      cause: {
        type: "Error",
        message: "refused",
        code: "ECONNREFUSED",
        port: 5432,
        stack: expect.stringMatching(/^Error: refused\n +at /),
      },
    });
  });

  it("of an error of the database is what it is about", () => {
    const fields = { code: "23505", table: "users", constraint: "users_email_key" };
    expect(written((log) => log.error({ err: pgError(fields) }, "x")).err).toMatchObject(fields);
  });

  it("of an error without words of ours is told in its own", () => {
    expect(written((log) => log.error(new Error("it failed"))).msg).toBe("it failed");
    expect(written((log) => log.error({ err: new Error("it failed") })).msg).toBe("it failed");
  });
});

describe("a line", () => {
  it.each<[what: string, fields: object]>([
    ["in a circle", circular],
    ["of an error in a circle", { err: Object.assign(new Error("x"), { cause: circular }) }],
    [
      "that can't be read",
      Object.defineProperty({}, "a", {
        enumerable: true,
        get: () => {
          throw new Error("no");
        },
      }),
    ],
    ["whose toJSON throws", { a: { toJSON: () => JSON.parse("{") } }],
    ["that is very deep", deep(5_000)],
    ["that is very wide", { all: Array.from({ length: 100_000 }, (_, i) => ({ i })) }],
    ["that is very long", { text: "x".repeat(1_000_000) }],
    ["of functions and symbols", { a: () => 1, b: Symbol("x"), c: 1n, d: undefined }],
  ])("%s is written, and short", (_what, fields) => {
    const line = written((log) => log.error(fields, "what happened"));
    expect(line.msg).toBe("what happened");
    expect(JSON.stringify(line).length).toBeLessThan(100_000);
  });
});

describe("the level", () => {
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.resetModules();
  });

  it.each([
    ["", "info"],
    ["  ", "info"],
    [" warn ", "warn"],
    ["silent", "silent"],
    ["debug", "debug"],
    // `env()` refuses it by its name; the log that would tell so has to be there.
    ["loud", "info"],
  ])("of LOG_LEVEL=%j is %s", async (given, level) => {
    vi.stubEnv("LOG_LEVEL", given);
    vi.resetModules();
    const { log } = await import("./log");
    expect(log.level).toBe(level);
  });
});

function deep(levels: number): object {
  let value: object = {};
  for (let i = 0; i < levels; i += 1) value = { value };
  return value;
}

function jsonError(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return error;
  }
}
