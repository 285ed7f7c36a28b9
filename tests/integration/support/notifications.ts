import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { db } from "@/lib/db";
import { settleHandOvers } from "@/lib/events/outbox";
import { attemptSend } from "@/lib/notifications/attempt-send";
import { makeSends } from "@/lib/notifications/make-sends";
import { getNotificationSettings, updateNotificationSettings } from "@/lib/notifications/settings";
import { type MailServer, startMailServer } from "../../fixtures/mail-server";
import { actor, withTarget } from "./failing-target";

const credentials = { user: "mailer", password: "p@ss/word" };
const MINUTE_MS = 60_000;
export const SECRET = "whsec_c2VjcmV0IG9mIHRoaXJ0eSByYW5kb20gYnl0ZXM=";

/** Where mail goes; it is there from before the first test of a file that calls `withNotifications`. */
export let mail: MailServer;

/** Starts the mail server, on the port that it had before when it was closed meanwhile. */
export async function startMail(port?: number): Promise<void> {
  mail = await startMailServer({ ...credentials, port });
}

/**
 * For each test of a file a target as by `withTarget`, no notifications, and no channel that they go
 * to yet: the receiver's `/notify` and the mail server are there to be.
 */
export function withNotifications() {
  beforeAll(async () => {
    await startMail();
    const { user, password } = credentials;
    process.env.SMTP_URL = `smtp://${user}:${encodeURIComponent(password)}@127.0.0.1:${mail.port}`;
    process.env.MAIL_FROM = "Integrations <integrations@example.com>";
    process.env.APP_URL = "https://hooks.example.com";
    // The receiver's: with an address that others reach, loopback is not open by itself.
    process.env.WEBHOOK_ALLOWED_CIDRS = "127.0.0.0/8";
  });
  afterAll(() => mail.close());

  const target = withTarget();
  const { receiver } = target;

  beforeEach(async () => {
    await db().notification.deleteMany();
    await db().notificationSend.deleteMany();
    await db().secret.deleteMany({ where: { scenarioId: null } });
    await db().setting.deleteMany({ where: { key: "notifications" } });
    mail.mails.length = 0;
    mail.refuse();
    mail.lockOut(false);
  });
  afterEach(async () => {
    await settleHandOvers();
  });

  const withWebhook = (more: object = {}) =>
    change({ webhook: { url: receiver().url("/notify"), secret: SECRET, ...more } });
  const arrived = () =>
    receiver()
      .requestsTo("/notify")
      .map(({ body }) => JSON.parse(body.toString("utf8")));

  return { ...target, withWebhook, arrived };
}

export const settings = () => getNotificationSettings({ actor });
export const change = (input: object) => updateNotificationSettings({ actor, input });
export const withMail = (...recipients: string[]) => change({ email: { recipients } });
export const lastSend = async (channel: "webhook" | "email") =>
  (await settings()).lastSends[channel][0];

export const inMinutes = (minutes: number) => new Date(Date.now() + minutes * MINUTE_MS);
/** Makes what is due so many minutes from now, and the first attempt of each. */
export async function sendDue(minutes = 0): Promise<string[]> {
  const ids = await makeSends({ now: inMinutes(minutes) });
  for (const id of ids) await attemptSend(id, 1);
  return ids;
}
