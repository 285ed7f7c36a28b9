import { describe, expect, it, vi } from "vitest";
import { db } from "@/lib/db";
import { change, SECRET, settings, withNotifications } from "./support/notifications";

vi.hoisted(() => {
  process.env.LOG_LEVEL = "silent";
});
vi.mock("@/inngest/client", async (original) => ({
  ...(await original<typeof import("@/inngest/client")>()),
  inngest: { send: () => Promise.reject(new Error("The engine is away.")) },
}));

const { receiver, withWebhook } = withNotifications();

describe("the settings", () => {
  it("never show the secret, and keep it until it is replaced or removed", async () => {
    await withWebhook();
    expect((await settings()).webhook).toEqual({ url: receiver().url("/notify"), hasSecret: true });
    await change({ digestMinutes: 30 });
    expect(await settings()).toMatchObject({ digestMinutes: 30, webhook: { hasSecret: true } });
    const [{ secrets }] = await db().$queryRaw<[{ secrets: string[] }]>`
      SELECT array_agg(id) AS secrets FROM secrets WHERE scenario_id IS NULL`;
    expect(secrets).toHaveLength(1);
    await change({ webhook: { secret: "another secret" } });
    await change({ webhook: { secret: null } });
    expect((await settings()).webhook.hasSecret).toBe(false);
    expect(await db().secret.count({ where: { scenarioId: null } })).toBe(0);
    const written = JSON.stringify([
      await db().auditEntry.findMany({ where: { action: "notifications.changed" } }),
      await db().setting.findMany(),
      await settings(),
    ]);
    expect(written).not.toContain(SECRET.slice(6));
    expect(written).not.toContain("another secret");
    expect(written).toContain("replaced");
  });

  it("ask for the secret again when the address leads elsewhere", async () => {
    await withWebhook();
    const url = "https://elsewhere.example/notify";
    const refused = { code: "invalid_request", errors: [{ path: "webhook.secret" }] };
    await expect(change({ webhook: { url } })).rejects.toMatchObject(refused);
    // Nor by way of no address at all.
    await change({ webhook: { url: null } });
    await expect(change({ webhook: { url } })).rejects.toMatchObject(refused);
    await change({ webhook: { url: receiver().url("/other") } });
    await change({ webhook: { url, secret: SECRET } });
    expect((await settings()).webhook).toEqual({ url, hasSecret: true });
    await change({ webhook: { url: receiver().url("/notify"), secret: null } });
  });

  it("keep an address out of the audit trail but for its host: it may hold a token", async () => {
    await change({ webhook: { url: "https://chat.example.com/hooks/T0KEN" } });
    const entries = JSON.stringify(await db().auditEntry.findMany());
    expect(entries).toContain("chat.example.com");
    expect(entries).not.toContain("T0KEN");
  });

  it.each([
    [{ webhook: { url: "ftp://example.com" } }, "webhook.url"],
    [{ webhook: { secret: "" } }, "webhook.secret"],
    [{ email: { recipients: ["nobody"] } }, "email.recipients.0"],
    [{ email: { recipients: ["a@example.com\nBcc: b@example.com"] } }, "email.recipients.0"],
    [{ digestMinutes: 0 }, "digestMinutes"],
    [{ kinds: { "order.created": { bell: true } } }, "kinds.order.created"],
    [{ color: "red" }, "color"],
  ])("refuse %j", async (input, path) => {
    await expect(change(input)).rejects.toMatchObject({
      code: "invalid_request",
      errors: [{ path }],
    });
  });
});
