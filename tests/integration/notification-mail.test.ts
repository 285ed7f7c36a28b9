import { describe, expect, it, vi } from "vitest";
import { db } from "@/lib/db";
import { attemptSend } from "@/lib/notifications/attempt-send";
import {
  lastSend,
  mail,
  sendDue,
  settings,
  startMail,
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

const { receiver, fail, withWebhook } = withNotifications();

describe("mail", () => {
  const recipients = ["ann@example.com", "bob@example.com"];

  it("arrives as text and HTML at all recipients, with words, link, and escaped names", async () => {
    await withMail(...recipients);
    const [failed] = await fail(1);
    await db().notification.updateMany({ data: { scenarioName: `<b>Orders</b> & "more"` } });
    const [id] = await sendDue();
    const [received] = mail.mails;
    expect(received?.to).toEqual(recipients);
    const { from, subject, text, html, messageId } = received?.mail ?? {};
    expect(from?.value).toEqual([{ name: "Integrations", address: "integrations@example.com" }]);
    expect(subject).toBe('“Send to ERP” of “<b>Orders</b> & "more"”: a delivery failed');
    expect(text).toContain("127.0.0.1");
    expect(text).toContain(`https://hooks.example.com/deliveries/${failed}`);
    expect(html).toContain("“&lt;b&gt;Orders&lt;/b&gt; &amp; &quot;more&quot;”: a delivery failed");
    expect(html).not.toContain("<b>Orders");
    expect(messageId).toBe(`<${id}@hooks.example.com>`);
    expect(await lastSend("email")).toMatchObject({ status: "succeeded", failure: null });
  });

  it("is tried again while the server is down, and says so", async () => {
    await withMail(...recipients);
    await fail(1);
    const { port } = mail;
    await mail.close();
    const [id = ""] = await sendDue();
    expect(await lastSend("email")).toMatchObject({
      status: "pending",
      attempts: 1,
      nextAttemptAt: expect.any(String),
      failure: {
        kind: "mail_connection",
        message: `No connection to the mail server 127.0.0.1:${port} (ECONNREFUSED).`,
      },
    });
    await startMail(port);
    await attemptSend(id, 2);
    expect(mail.mails).toHaveLength(1);
    expect(await lastSend("email")).toMatchObject({ status: "succeeded", attempts: 2 });
  });

  it("is tried again while the server refuses the password, and shows neither it nor the user", async () => {
    await withMail(...recipients);
    await fail(1);
    mail.lockOut(true);
    const [id = ""] = await sendDue();
    const shown = await settings();
    expect(shown.lastSends.email[0]).toMatchObject({
      status: "pending",
      statusCode: 535,
      failure: { kind: "mail_auth", hint: expect.stringContaining("SMTP_URL") },
    });
    expect(JSON.stringify(shown)).not.toMatch(/p@ss|p%40ss|mailer/);
    mail.lockOut(false);
    await attemptSend(id, 2);
    expect(mail.mails).toHaveLength(1);
  });

  it("that one recipient is refused is not sent to the others again", async () => {
    await withMail(...recipients);
    await fail(1);
    mail.refuse("bob@example.com");
    await sendDue();
    expect(mail.mails.map(({ to }) => to)).toEqual([["ann@example.com"]]);
    expect(await lastSend("email")).toMatchObject({
      status: "failed",
      attempts: 1,
      failure: { kind: "mail_refused", message: expect.stringContaining("bob@example.com") },
    });
  });

  it("and the webhook are told each on its own", async () => {
    await withWebhook();
    await withMail("ann@example.com");
    receiver().script("/notify", 500);
    await fail(1);
    expect(await sendDue()).toHaveLength(2);
    expect(mail.mails).toHaveLength(1);
    expect(await lastSend("webhook")).toMatchObject({ status: "pending" });
  });
});
