import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { POST as check } from "@/app/api/v1/inboxes/[id]/messages/[messageId]/check/route";
import { GET as getMessage } from "@/app/api/v1/inboxes/[id]/messages/[messageId]/route";
import { DELETE as clear, GET as getMessages } from "@/app/api/v1/inboxes/[id]/messages/route";
import { POST as receive } from "@/app/in/[token]/route";
import { systemActor } from "@/lib/auth/actor";
import { createApiKey } from "@/lib/auth/api-keys/create";
import { db } from "@/lib/db";
import { createInbox } from "@/lib/inboxes/create-inbox";
import { type InboxDto, type InboxMessageDto, LISTED_BODY_BYTES } from "@/lib/inboxes/schemas";
import { updateInbox } from "@/lib/inboxes/update-inbox";
import { buildHeaders } from "@/lib/webhooks/headers";
import { withTestDatabase } from "./support/database";

let authorization = "";
let inbox: InboxDto;

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
  inbox = await createInbox({ actor: systemActor, input: { name: "Test" } });
});

function ask(path: string, method = "GET", body?: unknown): Request {
  return new Request(`http://127.0.0.1${path}`, {
    method,
    headers: { authorization, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}

const at = (messageId = "") => ({ params: Promise.resolve({ id: inbox.id, messageId }) });

async function list(query = ""): Promise<InboxMessageDto[]> {
  return (await (await getMessages(ask(`/x${query}`), at())).json()).items;
}

async function send(body: string, headers: Record<string, string> = {}): Promise<Response> {
  const token = inbox.url.split("/in/")[1] ?? "";
  const request = new Request(inbox.url, { method: "POST", body, headers });
  return receive(request, { params: Promise.resolve({ token }) });
}

function signed(body: string, deliveryId = "dlv_1"): Record<string, string> {
  return buildHeaders({
    deliveryId,
    event: "order.created",
    attempt: 1,
    timestampSeconds: Math.floor(Date.now() / 1000),
    body,
    secrets: ["shh"],
    custom: {},
  });
}

async function newest(): Promise<InboxMessageDto> {
  const [message] = await list();
  if (!message) throw new Error("nothing arrived");
  return message;
}

describe("the list of messages", () => {
  it("is searched in headers and bodies as typed, and filtered by signature", async () => {
    await send('{"number":"ORD-100%"}', signed("x", "dlv_first"));
    await send('{"number":"ORD-1000"}');
    const bodies = async (query: string) => (await list(query)).map(({ body }) => body);
    expect(await bodies("?q=ORD-1000")).toEqual(['{"number":"ORD-1000"}']);
    expect(await bodies("?q=ORD-100%25")).toEqual(['{"number":"ORD-100%"}']);
    expect(await bodies("?q=DLV_FIRST")).toEqual(['{"number":"ORD-100%"}']);
    expect(await bodies("?q=dlvxfirst")).toEqual([]);
    expect(await bodies("?signature=no-secret")).toHaveLength(2);
    expect(await bodies("?signature=valid")).toEqual([]);
    expect((await getMessages(ask("/x?signature=nice"), at())).status).toBe(400);
  });

  it("tells the arrivals of the same webhook apart", async () => {
    for (const id of ["a", "b", "a", "a"]) await send("{}", { "webhook-id": id });
    await send("{}");
    const arrivals = (await list()).map(({ webhookId, arrival }) => [webhookId, arrival]);
    expect(arrivals).toEqual([
      [null, 1],
      ["a", 3],
      ["a", 2],
      ["b", 1],
      ["a", 1],
    ]);
  });

  it("cuts long bodies, which a message alone does not", async () => {
    await send("x".repeat(LISTED_BODY_BYTES + 1));
    const message = await newest();
    expect(message.body).toHaveLength(LISTED_BODY_BYTES);
    expect(message).toMatchObject({ bodyIsCut: true, bodySize: LISTED_BODY_BYTES + 1 });
    const whole = await (await getMessage(ask("/x"), at(message.id))).json();
    expect(whole.body).toHaveLength(LISTED_BODY_BYTES + 1);
    expect(whole.bodyIsCut).toBe(false);
    expect((await getMessage(ask("/x"), at("inm_x"))).status).toBe(404);
  });

  it("is cleared, twice as well as once, with an entry in the audit log", async () => {
    await send("{}");
    expect((await clear(ask("/x", "DELETE"), at())).status).toBe(204);
    expect((await clear(ask("/x", "DELETE"), at())).status).toBe(204);
    expect(await list()).toEqual([]);
    const entries = await db().auditEntry.findMany({
      where: { targetId: inbox.id, action: "inbox.cleared" },
    });
    expect(entries).toHaveLength(2);
  });
});

describe("a check under a secret given by hand", () => {
  const checkWith = async (secret: string) =>
    check(ask("/x", "POST", { secret }), at((await newest()).id));

  it("tells what it found of both headers, and is not kept", async () => {
    await send('{"a":"ü"}', signed('{"a":"ü"}'));
    expect(await (await checkWith("shh")).json()).toEqual({
      signature: "valid",
      checks: [
        { header: "X-Webhook-Signature", verdict: "valid" },
        { header: "webhook-signature", verdict: "valid" },
      ],
    });
    expect(await (await checkWith("other-secret")).json()).toMatchObject({
      signature: "invalid",
      checks: [{ verdict: "mismatch" }, { verdict: "mismatch" }],
    });
    expect((await newest()).signature).toBe("no-secret");
    expect(await db().secret.count()).toBe(0);
    expect(JSON.stringify(await db().auditEntry.findMany())).not.toContain("other-secret");
  });

  it("is refused where the body was not kept in full, and without a secret", async () => {
    const body = "x".repeat(1024 * 1024 + 1);
    await send(body, signed(body));
    expect((await checkWith("shh")).status).toBe(409);
    expect((await checkWith("")).status).toBe(400);
  });
});

it("rate-limited asks each webhook once to wait", async () => {
  await updateInbox({
    actor: systemActor,
    id: inbox.id,
    input: { behaviour: "rate-limited" },
  });
  const first = await send("{}", { "webhook-id": "a" });
  expect([first.status, first.headers.get("retry-after")]).toEqual([429, "5"]);
  expect((await send("{}", { "webhook-id": "a" })).status).toBe(200);
  expect((await send("{}", { "webhook-id": "b" })).status).toBe(429);
});
