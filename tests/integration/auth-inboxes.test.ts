import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { GET as getMessages } from "@/app/api/v1/inboxes/[id]/messages/route";
import { DELETE, GET, PATCH } from "@/app/api/v1/inboxes/[id]/route";
import { GET as getList, POST } from "@/app/api/v1/inboxes/route";
import * as route from "@/app/in/[token]/route";
import { systemActor } from "@/lib/auth/actor";
import { createApiKey } from "@/lib/auth/api-keys/create";
import { db } from "@/lib/db";
import { env } from "@/lib/env";
import { type InboxMessageDto, MESSAGES_KEPT } from "@/lib/inboxes/schemas";
import { buildHeaders } from "@/lib/webhooks/headers";
import { withTestDatabase } from "./support/database";

/** By method. */
const receiver = { ...route };

let authorization = "";

withTestDatabase();

beforeAll(async () => {
  const { key } = await createApiKey({
    actor: systemActor,
    input: { name: "test", scopes: ["read", "scenarios:write"] },
  });
  authorization = `Bearer ${key}`;
});

beforeEach(async () => {
  await db().inbox.deleteMany();
  await db().secret.deleteMany();
});

function ask(path: string, method = "GET", body?: unknown): Request {
  return new Request(`http://127.0.0.1${path}`, {
    method,
    headers: { authorization, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const at = (id: string) => ({ params: Promise.resolve({ id }) });
const nowhere = { params: Promise.resolve({}) };

async function create(body: unknown = { name: "Test" }) {
  const response = await POST(ask("/x", "POST", body), nowhere);
  expect(response.status).toBe(201);
  return response.json();
}

const change = async (id: string, body: unknown) => PATCH(ask("/x", "PATCH", body), at(id));

async function messagesOf(id: string, query = ""): Promise<InboxMessageDto[]> {
  return (await (await getMessages(ask(`/x${query}`), at(id))).json()).items;
}

async function send(
  url: string,
  init: RequestInit = { method: "POST", body: "{}" },
): Promise<Response> {
  const token = url.split("/in/")[1] ?? "";
  const method = (init.method ?? "GET") as "GET" | "POST" | "HEAD" | "DELETE" | "OPTIONS";
  return receiver[method](new Request(url, init), { params: Promise.resolve({ token }) });
}

function signed(secret: string | null, body: string, deliveryId = "dlv_1"): RequestInit {
  const headers = buildHeaders({
    deliveryId,
    event: "order.created",
    attempt: 1,
    timestampSeconds: Math.floor(Date.now() / 1000),
    body,
    secrets: secret === null ? [] : [secret],
    custom: {},
  });
  return { method: "POST", body, headers };
}

describe("an inbox", () => {
  it("is created, read, listed, changed and deleted", async () => {
    const inbox = await create({ name: " Orders ", secret: "shh-shh" });
    expect(inbox).toEqual({
      id: expect.stringMatching(/^inb_/),
      name: "Orders",
      url: expect.stringMatching(/\/in\/[A-Za-z0-9_-]{43}$/),
      behaviour: "ok",
      hasSecret: true,
      messageCount: 0,
      createdAt: expect.any(String),
    });
    expect(inbox.url.startsWith(env().appUrl)).toBe(true);
    await send(inbox.url);
    const read = await (await GET(ask("/x"), at(inbox.id))).json();
    expect(read).toEqual({ ...inbox, messageCount: 1 });
    const second = await create({ name: "Second" });
    expect(second.hasSecret).toBe(false);
    const page = await (await getList(ask("/x?limit=1"), nowhere)).json();
    expect(page).toMatchObject({ items: [{ id: second.id }], nextCursor: second.id });
    const next = await (await getList(ask(`/x?limit=1&cursor=${second.id}`), nowhere)).json();
    expect(next).toMatchObject({ items: [{ id: inbox.id }], nextCursor: null });

    const changed = await (await change(inbox.id, { name: "New", behaviour: "slow" })).json();
    expect(changed).toMatchObject({ name: "New", behaviour: "slow", hasSecret: true });
    expect(await (await change(inbox.id, { secret: null })).json()).toMatchObject({
      name: "New",
      behaviour: "slow",
      hasSecret: false,
    });
    expect(await db().secret.count()).toBe(0);
    await change(inbox.id, { secret: "one" });
    await change(inbox.id, { secret: "two" });
    expect(await db().secret.count()).toBe(1);

    expect((await DELETE(ask("/x", "DELETE"), at(inbox.id))).status).toBe(204);
    expect(await db().secret.count()).toBe(0);
    expect(await db().inboxMessage.count()).toBe(0);
    expect((await send(inbox.url)).status).toBe(404);
    const audit = await db().auditEntry.findMany({ where: { targetId: inbox.id } });
    expect(new Set(audit.map(({ action }) => action))).toEqual(
      new Set(["inbox.created", "inbox.updated", "inbox.deleted"]),
    );
    expect(JSON.stringify(audit)).not.toContain("shh-shh");
  });

  it("that is unknown is 404", async () => {
    for (const response of [
      await GET(ask("/x"), at("inb_x")),
      await change("inb_x", { name: "x" }),
      await DELETE(ask("/x", "DELETE"), at("inb_x")),
      await getMessages(ask("/x"), at("inb_x")),
    ]) {
      expect(response.status).toBe(404);
    }
  });

  it.each([
    [{ name: "" }, "name"],
    [{ name: "x", behaviour: "explode" }, "behaviour"],
    [{ name: "x", secret: " spaced" }, "secret"],
    [{ name: "x", secret: "••••••••" }, "secret"],
    [{ name: "x", token: "mine" }, "token"],
    [{ name: "x", id: "inb_other" }, "id"],
    [{ name: "x", actor: null }, "actor"],
  ])("is not changed by %j", async (body, path) => {
    const { id } = await create();
    const response = await change(id, body);
    expect(response.status).toBe(400);
    expect((await response.json()).errors[0].path).toBe(path);
    expect(await (await GET(ask("/x"), at(id))).json()).toMatchObject({ name: "Test" });
  });

  it("is managed by nobody without a key", async () => {
    expect((await getList(new Request("http://x/"), nowhere)).status).toBe(401);
  });
});

describe("a message", () => {
  it("is kept with its headers masked, newest first", async () => {
    const { id, url } = await create();
    const response = await send(url, {
      method: "POST",
      body: "Größe 🔑",
      headers: { authorization: "Bearer top", cookie: "a=b", "x-api-key": "k", "x-plain": "p" },
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ received: true });
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    await send(url, { method: "GET" });
    const messages = await messagesOf(id);
    expect(messages).toMatchObject([
      { method: "GET", body: "", answeredWith: 200, signature: "no-secret" },
      {
        method: "POST",
        body: "Größe 🔑",
        headers: { authorization: "••••••••", "x-api-key": "••••••••", "x-plain": "p" },
      },
    ]);
    expect(JSON.stringify(messages)).not.toMatch(/Bearer top|a=b/);
    expect(await messagesOf(id, `?limit=1&cursor=${messages[0]?.id}`)).toEqual([messages[1]]);
  });

  it("may be of any method and any bytes", async () => {
    const { id, url } = await create();
    for (const method of ["GET", "HEAD", "DELETE", "OPTIONS"]) {
      expect((await send(url, { method })).status).toBe(200);
    }
    await send(url, { method: "POST", body: new Uint8Array([0, 255, 65]) });
    expect((await messagesOf(id))[0]?.body).toBe("\u0000\ufffdA");
  });

  it.each([
    ["shh", "shh", "valid"],
    ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "valid"],
    ["shh", "other", "invalid"],
    ["shh", null, "unsigned"],
    [null, "shh", "no-secret"],
  ])("with the secret %j signed with %j is %s", async (own, used, expected) => {
    const { id, url } = await create({ name: "x", secret: own });
    await send(url, signed(used, '{"a":"ü"}'));
    expect((await messagesOf(id))[0]?.signature).toBe(expected);
  });

  it("is cut at 1 MiB, its signature checked over all of it", async () => {
    const { id, url } = await create({ name: "x", secret: "shh" });
    await send(url, signed("shh", "x".repeat(1024 * 1024 + 10)));
    const [message] = await messagesOf(id);
    expect(message).toMatchObject({ bodySize: 1024 * 1024 + 10, bodyIsCut: true });
    const kept = await db().inboxMessage.findFirst({ where: { inboxId: id } });
    expect(kept?.body).toHaveLength(1024 * 1024);
    expect(message?.signature).toBe("valid");
  });

  it("pushes out the oldest beyond the limit", async () => {
    const { id, url } = await create();
    for (let index = 0; index < MESSAGES_KEPT + 5; index++) {
      await send(url, { method: "POST", body: String(index) });
    }
    expect(await db().inboxMessage.count({ where: { inboxId: id } })).toBe(MESSAGES_KEPT);
    expect((await messagesOf(id))[0]?.body).toBe(String(MESSAGES_KEPT + 4));
  });

  it("to an unknown address gets 404 in plain text", async () => {
    const tokens = ["x", "", "a".repeat(43), `${"a".repeat(42)}\u0000`];
    for (const token of tokens) {
      const response = await receiver.POST(new Request("http://x/", { method: "POST", body: "" }), {
        params: Promise.resolve({ token }),
      });
      expect(response.status).toBe(404);
      expect(response.headers.get("content-type")).toMatch(/^text\/plain/);
    }
  });
});

describe("a behaviour", () => {
  async function answers(behaviour: string, requests: RequestInit[]): Promise<number[]> {
    const { id, url } = await create();
    await change(id, { behaviour });
    const statuses: number[] = [];
    for (const request of requests) statuses.push((await send(url, request)).status);
    const kept = (await messagesOf(id)).map(({ answeredWith }) => answeredWith).reverse();
    expect(kept).toEqual(statuses);
    return statuses;
  }

  it("fail-twice counts by X-Webhook-Id", async () => {
    const one = signed(null, "{}", "dlv_%_1");
    const two = signed(null, "{}", 'dlv_"\\');
    const none = { method: "POST", body: "{}" };
    const requests = [one, two, one, one, two, two, none, none, none, one];
    expect(await answers("fail-twice", requests)).toEqual([
      500, 500, 500, 200, 500, 200, 500, 500, 200, 200,
    ]);
  });

  it("fail-twice fails twice also for requests at the same time", async () => {
    const { id, url } = await create();
    await change(id, { behaviour: "fail-twice" });
    const responses = await Promise.all(
      Array.from({ length: 6 }, () => send(url, signed(null, "{}"))),
    );
    expect(responses.filter(({ status }) => status === 500)).toHaveLength(2);
  });

  it.each([
    ["client-error", 400],
    ["gone", 410],
    ["invalid-json", 200],
    ["gzip", 200],
    ["server-error", 500],
    ["redirect", 302],
    ["big-body", 200],
  ])("%s answers %i", async (behaviour, status) => {
    expect(await answers(behaviour, [{ method: "POST", body: "{}" }])).toEqual([status]);
  });

  it("slow ends at once when the sender has gone", async () => {
    const { id, url } = await create();
    await change(id, { behaviour: "slow" });
    const started = Date.now();
    await send(url, { method: "POST", body: "{}", signal: AbortSignal.timeout(200) });
    expect(Date.now() - started).toBeLessThan(5_000);
    expect(await messagesOf(id)).toHaveLength(1);
  });
});
