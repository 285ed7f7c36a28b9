import { describe, expect, it, vi } from "vitest";
import { engineEvents } from "@/inngest/client";
import { db } from "@/lib/db";
import { attemptSend } from "@/lib/notifications/attempt-send";
import { makeSends, SEND_ATTEMPTS, SHOWN_MAX } from "@/lib/notifications/make-sends";
import { tell } from "@/lib/notifications/tell";
import { testChannel } from "@/lib/notifications/test-channel";
import { verifyWebhook } from "../fixtures/spec-verify";
import { actor, nodeId } from "./support/failing-target";
import {
  change,
  inMinutes,
  lastSend,
  mail,
  SECRET,
  sendDue,
  withMail,
  withNotifications,
} from "./support/notifications";

vi.hoisted(() => {
  process.env.LOG_LEVEL = "silent";
});
vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof import("@/inngest/client")>()),
  inngest: { send: () => Promise.reject(new Error("The engine is away.")) },
}));

const { receiver, scenario, target, messages, sendOrder, fail, withWebhook, arrived } =
  withNotifications();

describe("the webhook of the notifications", () => {
  it("gets what happened, signed like every webhook, with words and links", async () => {
    await withWebhook();
    await fail(4);
    const [id] = await sendDue();
    const [request] = receiver().requestsTo("/notify");
    const headers = request?.headers ?? {};
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "x-webhook-event": "notifications",
      "x-webhook-id": id,
      "x-webhook-attempt": "1",
      "webhook-id": id,
    });
    const body = request?.body.toString("utf8") ?? "";
    const signature = headers["x-webhook-signature"] ?? "";
    const timestamp = headers["x-webhook-timestamp"] ?? "";
    expect(verifyWebhook(body, signature, SECRET, timestamp)).toBe(true);
    const { data, text, event, source } = JSON.parse(body);
    expect({ event, source }).toEqual({ event: "notifications", source: "traderlaunchpad" });
    expect(data.omitted).toBe(0);
    expect(data.notifications).toMatchObject([
      { kind: "delivery.failed", count: 4, ...target() },
      { kind: "target.failing" },
      { kind: "target.paused", text: "“Send to ERP” of “To ERP” was paused" },
    ]);
    const link = new URL(data.notifications[0].url);
    expect(link.origin).toBe("https://hooks.example.com");
    expect(Object.fromEntries(link.searchParams)).toEqual({
      test: "false",
      scenarioId: scenario(),
      nodeId,
      status: "failed",
      endedSince: data.notifications[0].firstAt,
    });
    expect(text).toContain("“Send to ERP” of “To ERP”: 4 deliveries failed (since ");
    expect(await lastSend("webhook")).toMatchObject({ id, status: "succeeded", statusCode: 200 });
  });

  it("is told of a storm once at first, and then in digests; of the recovery, too", async () => {
    await withWebhook();
    await fail(2);
    await sendDue();
    await fail(1);
    expect(await sendDue(0.2)).toEqual([]);
    expect(await sendDue(5)).toEqual([]);
    await sendDue(15);
    // The pause is news, but no sooner than a minute after what was told last.
    await fail(1);
    expect(await sendDue(15.5)).toEqual([]);
    await sendDue(16);
    receiver().script("/erp", 200);
    await sendOrder();
    await sendDue(17);
    expect(await sendDue(60)).toEqual([]);
    const kinds = arrived().map(({ data }) =>
      data.notifications.map((one: { kind: string; count: number }) => [one.kind, one.count]),
    );
    expect(kinds).toEqual([
      [
        ["delivery.failed", 2],
        ["target.failing", 1],
      ],
      [["delivery.failed", 3]],
      [
        ["delivery.failed", 4],
        ["target.paused", 1],
      ],
      [["target.recovered", 1]],
    ]);
  });

  it("is asked for once for each new notification, not for each failure", async () => {
    await withWebhook();
    await fail(1);
    expect(await messages(engineEvents.notificationsDue)).toHaveLength(1);
    await fail(3);
    expect(await messages(engineEvents.notificationsDue)).toHaveLength(3);
  });

  it("gets one message of what two ask for at once", async () => {
    await withWebhook();
    await fail(1);
    const made = await Promise.all([1, 2, 3, 4].map(() => makeSends({ now: new Date() })));
    expect(made.flat()).toHaveLength(1);
    expect(await messages(engineEvents.notificationSendRequested)).toHaveLength(1);
  });

  it("shows only so many notifications, and counts the others", async () => {
    await withWebhook();
    const [failed] = await fail(1);
    const row = await db().delivery.findUniqueOrThrow({ where: { id: failed ?? "" } });
    await db().$transaction(async (tx) => {
      for (let n = 0; n < SHOWN_MAX + 6; n++) {
        const about = { ...row, nodeId: `node-${n}` };
        await tell(tx, { kind: "delivery.failed", about, at: new Date() });
      }
    });
    await sendDue();
    const [{ data }] = arrived();
    expect(data.notifications).toHaveLength(SHOWN_MAX);
    expect(data.omitted).toBe(7);
    expect(await sendDue(60)).toEqual([]);
  });

  it("is tried again with the same body and id, and shown to have failed in the end", async () => {
    await withWebhook();
    receiver().script("/notify", 503);
    await fail(1);
    const [id = ""] = await makeSends({ now: new Date() });
    for (let n = 1; n < SEND_ATTEMPTS; n++) {
      const state = await attemptSend(id, n);
      expect(new Date(state.nextAttemptAt ?? 0).getTime()).toBeGreaterThan(Date.now());
      expect(await lastSend("webhook")).toMatchObject({ status: "pending", attempts: n });
    }
    expect(await attemptSend(id, SEND_ATTEMPTS)).toEqual({ status: "failed", nextAttemptAt: null });
    const requests = receiver().requestsTo("/notify");
    expect(new Set(requests.map(({ body }) => body.toString())).size).toBe(1);
    expect(new Set(requests.map(({ headers }) => headers["x-webhook-id"]))).toEqual(new Set([id]));
    expect(requests.map(({ headers }) => headers["x-webhook-attempt"])).toEqual(
      Array.from({ length: SEND_ATTEMPTS }, (_, index) => String(index + 1)),
    );
    expect(await lastSend("webhook")).toMatchObject({
      status: "failed",
      statusCode: 503,
      failure: { kind: "server_error", hint: expect.stringContaining("Send again") },
    });
    // A message that failed is none to tell of.
    expect(await db().notification.count()).toBe(1);
    expect(await makeSends({ now: inMinutes(60) })).toEqual([]);
  });

  it("is not sent to twice by a step that is repeated, during or after", async () => {
    await withWebhook();
    await fail(1);
    const [id = ""] = await makeSends({ now: new Date() });
    const [one, two] = await Promise.all([attemptSend(id, 1), attemptSend(id, 1)]);
    expect(one).toEqual(two);
    expect(await attemptSend(id, 1)).toEqual(one);
    expect(receiver().requestsTo("/notify")).toHaveLength(1);
  });

  it("may not be inside the network", async () => {
    const url = "http://10.1.2.3/notify";
    await expect(change({ webhook: { url } })).rejects.toMatchObject({ code: "invalid_request" });
    // What was allowed once, or is a name that leads there now, is refused at the message.
    await db().setting.create({
      data: { key: "notifications", value: JSON.stringify({ webhook: { url, secretId: null } }) },
    });
    await fail(1);
    await sendDue();
    expect(await lastSend("webhook")).toMatchObject({
      status: "failed",
      attempts: 1,
      failure: { kind: "blocked_address" },
    });
  });

  it("makes no deliveries, and is left out of the kinds that it is not to be told", async () => {
    await withWebhook();
    await change({ kinds: { "delivery.failed": { webhook: false } } });
    const before = await db().delivery.count();
    await fail(2);
    await sendDue();
    expect(await db().delivery.count()).toBe(before + 2);
    expect(arrived()[0].data.notifications).toMatchObject([{ kind: "target.failing" }]);
  });

  it("that is taken away is told nothing of what happened before it is back", async () => {
    await withWebhook();
    await fail(1);
    await change({ webhook: { url: null } });
    expect(await sendDue(20)).toEqual([]);
    await withWebhook();
    expect(await sendDue(40)).toEqual([]);
  });
});

describe("a test of a channel", () => {
  it("goes the same way, once, and answers with the result", async () => {
    await withWebhook();
    await withMail("ann@example.com");
    const sent = await testChannel({ actor, input: { channel: "webhook" } });
    expect(sent).toMatchObject({ channel: "webhook", isTest: true, status: "succeeded" });
    expect(arrived()).toMatchObject([
      { event: "notifications.test", data: { notifications: [], omitted: 0 } },
    ]);
    await testChannel({ actor, input: { channel: "email" } });
    expect(mail.mails[0]?.mail.subject).toBe("A test notification: nothing has happened");
    receiver().script("/notify", 500);
    expect(await testChannel({ actor, input: { channel: "webhook" } })).toMatchObject({
      status: "failed",
      failure: { kind: "server_error" },
    });
    expect(await messages(engineEvents.notificationSendRequested)).toEqual([]);
    // A test does not put off what is told next.
    await fail(1);
    expect(await sendDue()).toHaveLength(2);
  });

  it("of one that has nowhere to send to is refused", async () => {
    for (const channel of ["webhook", "email"]) {
      await expect(testChannel({ actor, input: { channel } })).rejects.toMatchObject({
        code: "conflict",
      });
    }
    await expect(testChannel({ actor, input: { channel: "sms" } })).rejects.toMatchObject({
      errors: [{ path: "channel" }],
    });
  });
});
