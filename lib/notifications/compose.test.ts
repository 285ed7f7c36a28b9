import { describe, expect, it } from "vitest";
import { type Message, mailOf, subjectOf, webhookBody } from "@/lib/notifications/compose";
import type { NotificationFacts } from "@/lib/notifications/schemas";
import { notificationText } from "@/lib/notifications/words";

function fact(more: Partial<NotificationFacts> = {}): NotificationFacts {
  const facts = {
    id: "ntf_1",
    kind: "delivery.failed" as const,
    scenarioId: "scn_1",
    scenarioName: "Orders",
    nodeId: "n1",
    nodeName: "ERP",
    host: "erp.example.com",
    count: 1,
    firstAt: "2026-11-27T09:14:00.000Z",
    lastAt: "2026-11-27T09:14:00.000Z",
    closedAt: null,
    deliveryId: "dlv_1",
    failure: { message: "It refused.", hint: "Ask it why." },
    ...more,
  };
  return { ...facts, text: notificationText(facts) };
}

const message = (more: Partial<Message> = {}): Message => ({
  notifications: [fact()],
  omitted: 0,
  isTest: false,
  createdAt: new Date("2026-11-27T09:15:00Z"),
  appUrl: "https://hooks.example.com",
  ...more,
});

describe("a message", () => {
  it("says in its subject what happened, and how much more", () => {
    expect(subjectOf(message())).toBe("“ERP” of “Orders”: a delivery failed");
    expect(subjectOf(message({ notifications: [fact(), fact()], omitted: 3 }))).toBe(
      "“ERP” of “Orders”: a delivery failed, and 4 more",
    );
  });

  it("has a subject of one line, whatever a scenario is called", () => {
    const notifications = [fact({ scenarioName: "Orders\r\nBcc: eve@example.com\u2028" })];
    expect(mailOf(message({ notifications })).subject).toBe(
      "“ERP” of “Orders Bcc: eve@example.com ”: a delivery failed",
    );
  });

  it("escapes names and reasons in HTML, and leaves them as they are in text", () => {
    const failure = { message: "<script>alert('1')</script>", hint: "" };
    const notifications = [fact({ nodeName: `"ERP" & <b>`, failure })];
    const { html, text } = mailOf(message({ notifications }));
    expect(html).toContain("“&quot;ERP&quot; &amp; &lt;b&gt;” of “Orders”");
    expect(html).toContain("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;");
    expect(html).not.toContain("<script");
    expect(text).toContain(`“"ERP" & <b>” of “Orders”`);
  });

  it("is text of all notifications, with time, reason, hint and link each", () => {
    expect(mailOf(message({ omitted: 2 })).text).toBe(
      [
        "“ERP” of “Orders”: a delivery failed (27 Nov 2026, 09:14 UTC)",
        "It refused.",
        "Ask it why.",
        "https://hooks.example.com/deliveries/dlv_1",
        "",
        "And 2 more: https://hooks.example.com/notifications",
        "",
        "-- ",
        "Which notifications are sent is chosen here: https://hooks.example.com/settings#notifications",
        "",
      ].join("\n"),
    );
  });

  it("is the same body each time it is made", () => {
    expect(webhookBody(message())).toBe(webhookBody(message()));
    expect(JSON.parse(webhookBody(message({ omitted: 2 })))).toEqual({
      event: "notifications",
      timestamp: 1795770900000,
      data: {
        notifications: [{ ...fact(), url: "https://hooks.example.com/deliveries/dlv_1" }],
        omitted: 2,
      },
      text: "“ERP” of “Orders”: a delivery failed (27 Nov 2026, 09:14 UTC)\nand 2 more",
      source: "traderlaunchpad",
      version: "1.0",
    });
  });

  it("that is a test says so and nothing else", () => {
    const test = message({ notifications: [], isTest: true });
    expect(JSON.parse(webhookBody(test))).toMatchObject({
      event: "notifications.test",
      text: "A test notification: nothing has happened",
      data: { notifications: [], omitted: 0 },
    });
    expect(mailOf(test).subject).toBe("A test notification: nothing has happened");
  });
});
