import { beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { POST as accept } from "@/app/api/access/accept-invitation/route";
import { POST as forgot } from "@/app/api/access/forgot-password/route";
import { POST as reset } from "@/app/api/access/reset-password/route";
import { POST as authPost } from "@/app/api/auth/[...all]/route";
import { POST as setup } from "@/app/api/setup/route";
import type { Actor } from "@/lib/auth/actor";
import { createOwner } from "@/lib/auth/create-owner";
import { db } from "@/lib/db";
import { env } from "@/lib/env";
import { invite } from "@/lib/people/invitations";
import { makeResetLink } from "@/lib/people/manage-person";
import { withTestDatabase } from "./support/database";

const owner = { email: "owner@example.com", password: "correct horse" };

let base = "";
let actor: Extract<Actor, { kind: "user" }>;

vi.hoisted(() => {
  process.env.LOG_LEVEL = "silent";
});

withTestDatabase();

beforeAll(() => {
  base = env().appUrl;
});

beforeEach(async () => {
  await db().$transaction([db().user.deleteMany(), db().accessLink.deleteMany()]);
  const { id, email } = await createOwner(owner);
  actor = { kind: "user", id, email, role: "owner" };
});

type Handler = (request: Request) => Promise<Response>;
interface Sent {
  body: BodyInit;
  address: string;
  type?: string;
  cookie?: string;
}

const send = (handler: Handler, path: string, sent: Sent) =>
  handler(
    new Request(base + path, {
      method: "POST",
      headers: {
        origin: base,
        "content-type": sent.type ?? "application/json",
        "x-forwarded-for": sent.address,
        ...(sent.cookie ? { cookie: sent.cookie } : {}),
      },
      body: sent.body,
      ...(sent.body instanceof ReadableStream ? { duplex: "half" } : {}),
    }),
  );

const signIn = (body: object, address: string, cookie?: string) =>
  send(authPost, "/api/auth/sign-in/email", { body: JSON.stringify(body), address, cookie });

/** The nth of many addresses in networks of their own. */
const far = (n: number) => `2001:db8:${(n + 1).toString(16)}::7`;

const statusesOf = (answers: Response[]) =>
  [...new Set(answers.map(({ status }) => status))].sort();

const MANY = 400;
const many = <T>(make: (n: number) => Promise<T>) =>
  Promise.all(Array.from({ length: MANY }, (_, n) => make(n)));

const visitors = [
  ["accept-invitation", accept, { token: "none", password: "12345678" }],
  ["reset-password", reset, { token: "none", password: "12345678" }],
  ["forgot-password", forgot, { email: "nobody@example.com" }],
] as const;

describe("a body that breaks off", () => {
  // Without a length, as one that is sent in chunks.
  const cut = () =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.error(new Error("the client is gone"));
      },
    });

  it.each([
    ...visitors,
    ["setup", setup, {}] as const,
    ["auth/sign-in/email", authPost, {}] as const,
  ])("is no fault of ours: %s", async (name, handler) => {
    const answer = await send(handler, `/api/${name}`, { body: cut(), address: "198.51.100.9" });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ code: "invalid_request" });
  });
});

describe("what is no sign-in", () => {
  it.each([
    ["{", undefined],
    ["{}", "text/plain"],
    ["{}", undefined],
    ["null", undefined],
    ['{"email":1,"password":"x"}', undefined],
  ])(
    "keeps nobody from signing in, from as many addresses as it may come: %s, as %s",
    async (body, type) => {
      await many((n) => send(authPost, "/api/auth/sign-in/email", { body, type, address: far(n) }));
      expect((await signIn(owner, "203.0.113.1")).status).toBe(200);
    },
  );
});

describe("one address that tries again and again", () => {
  it("keeps nobody else from signing in", async () => {
    const answers = await many((n) =>
      // In one network of IPv6, which is one customer's.
      signIn({ email: `a${n}@example.com`, password: "wrong" }, `2001:db8:0:1::${n.toString(16)}`),
    );
    expect(statusesOf(answers)).toEqual([401, 429]);
    expect(answers.filter(({ status }) => status === 401).length).toBeLessThan(60);
    expect(Number(answers.at(-1)?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await signIn(owner, "203.0.113.2")).status).toBe(200);
  });

  it("keeps nobody from signing in on a device where they have before, from the same address", async () => {
    const first = await signIn(owner, "203.0.113.8");
    const [device] = first.headers.getSetCookie().filter((each) => /^tli\.device=/.test(each));
    const strangers = await many((n) =>
      signIn({ email: `c${n}@example.com`, password: "wrong" }, "203.0.113.9"),
    );
    expect(strangers.at(-1)?.status).toBe(429);
    expect((await signIn(owner, "203.0.113.9", device?.split(";")[0])).status).toBe(200);
  });

  it.each(visitors)("keeps nobody else from %s", async (name, handler, body) => {
    const ask = (address: string) =>
      send(handler, `/api/access/${name}`, { body: JSON.stringify(body), address });
    const answers = await many(() => ask("198.51.100.1"));
    expect(answers.at(-1)?.status).toBe(429);
    expect(Number(answers.at(-1)?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect((await ask("203.0.113.3")).status).not.toBe(429);
  });
});

it.each(visitors)("what cannot be meant for it is not counted: %s", async (name, handler) => {
  const ask = () =>
    send(handler, `/api/access/${name}`, { body: '{"email":1}', address: "198.51.100.2" });
  expect(statusesOf(await many(ask))).toEqual([400]);
});

it("what is no sign-in is told what is missing, by the names of the fields", async () => {
  const answer = await signIn({ email: 1 }, "198.51.100.3");
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    code: "invalid_request",
    errors: [{ path: "email" }, { path: "password" }],
  });
});

// Last: they use up what the process allows.
describe("when strangers from many addresses use up what the process allows", () => {
  it("whoever has signed in on a device before still can, and others are told when to come back", async () => {
    const first = await signIn(owner, "203.0.113.4");
    const [device] = first.headers.getSetCookie().filter((each) => /^tli\.device=/.test(each));
    const wrong = (n: number) => signIn({ email: `b${n}@example.com`, password: "wrong" }, far(n));
    // All at once: while the passwords of the first are looked at, the limit would fill up again.
    const strangers = many(wrong);
    const [other, known] = await Promise.all([
      signIn(owner, "203.0.113.5"),
      signIn(owner, "203.0.113.6", device?.split(";")[0]),
    ]);
    expect(statusesOf(await strangers)).toEqual([401, 429]);
    expect([other.status, known.status]).toEqual([429, 200]);
    expect(Number(other.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(Number(other.headers.get("retry-after"))).toBeLessThanOrEqual(60);
  });

  it("whoever holds a good link still gets in", async () => {
    const tokenOf = ({ url }: { url: string }) => url.split("/").at(-1);
    const invitation = await invite({ actor, input: { email: "eve@example.com", role: "viewer" } });
    const link = await makeResetLink({ actor, id: actor.id });
    for (const [name, handler, made] of [
      ["accept-invitation", accept, invitation],
      ["reset-password", reset, link],
    ] as const) {
      const ask = (token: string | undefined, address: string) =>
        send(handler, `/api/access/${name}`, {
          body: JSON.stringify({ token, password: "an entirely new one" }),
          address,
        });
      const strangers = await many((n) => ask("none", far(n)));
      expect(statusesOf(strangers)).toEqual([404, 429]);
      expect((await ask(tokenOf(made), "203.0.113.7")).status).toBe(200);
    }
  });
});
