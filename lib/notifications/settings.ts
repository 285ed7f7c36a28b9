import "server-only";
import type { z } from "zod";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { type Db, db } from "@/lib/db";
import { env } from "@/lib/env";
import { AppError } from "@/lib/http/errors";
import { parseInput } from "@/lib/http/problem";
import { getPreferences } from "@/lib/instance/preferences";
import { log } from "@/lib/log";
import { outboundGuard } from "@/lib/net/outbound-guard";
import {
  CHANNELS,
  type Channel,
  NOTIFICATION_KINDS,
  type NotificationKind,
} from "@/lib/notifications/kinds";
import {
  type KindPlaces,
  type NotificationSettingsView,
  storedSettingsSchema,
  updateNotificationSettingsSchema,
} from "@/lib/notifications/schemas";
import { newestSends } from "@/lib/notifications/sends";
import { movedMessage } from "@/lib/secrets/origin";
import { storeSecret } from "@/lib/secrets/store";
import { type Sql, sql } from "@/lib/sql";

const KEY = "notifications";

const everywhere = { bell: true, webhook: true, email: true };
const defaults: KindPlaces = {
  "delivery.failed": everywhere,
  "target.failing": everywhere,
  "target.paused": everywhere,
  "target.recovered": everywhere,
};

type Stored = z.output<typeof storedSettingsSchema>;
export type NotificationSettings = Omit<Stored, "kinds"> & { kinds: KindPlaces };

/** Where notifications go; in the product only, where nothing was chosen. */
export async function readNotificationSettings(tx: Sql = sql()): Promise<NotificationSettings> {
  const [row] = await tx.$queryRaw<{ value: string }[]>`
    SELECT value FROM settings WHERE key = ${KEY}`;
  const parsed = storedSettingsSchema.safeParse(row ? JSON.parse(row.value) : {});
  // A row of another release, or one that was changed by hand: better the defaults than nothing.
  if (!parsed.success) log.error({ issues: parsed.error.issues }, "the stored settings are broken");
  const stored = parsed.success ? parsed.data : storedSettingsSchema.parse({});
  return { ...stored, kinds: merged(defaults, stored.kinds) };
}

function merged(base: KindPlaces, changes: Stored["kinds"]): KindPlaces {
  const of = (kind: NotificationKind) => ({ ...base[kind], ...changes[kind] });
  return {
    "delivery.failed": of("delivery.failed"),
    "target.failing": of("target.failing"),
    "target.paused": of("target.paused"),
    "target.recovered": of("target.recovered"),
  };
}

/** Whether e-mail can be sent at all: that is the operator's to say. */
export const isMailConfigured = () => env().SMTP_URL !== undefined && env().MAIL_FROM !== undefined;

/** The channels that have somewhere to send to. */
export function readyChannels({ webhook, email }: NotificationSettings): Channel[] {
  const isReady: Record<Channel, boolean> = {
    webhook: webhook.url !== null,
    email: email.recipients.length > 0 && isMailConfigured(),
  };
  return CHANNELS.filter((channel) => isReady[channel]);
}

/** The channels that a kind is told over. */
export const channelsFor = (settings: NotificationSettings, kind: NotificationKind): Channel[] =>
  readyChannels(settings).filter((channel) => settings.kinds[kind][channel]);

/** Where notifications go, and how the newest messages went. Never the secret. */
export async function getNotificationSettings(_: {
  actor: Actor;
}): Promise<NotificationSettingsView> {
  const settings = await readNotificationSettings();
  const [webhook, email] = await Promise.all([newestSends("webhook"), newestSends("email")]);
  return {
    kinds: settings.kinds,
    digestMinutes: settings.digestMinutes,
    webhook: { url: settings.webhook.url, hasSecret: settings.webhook.secretId !== null },
    email: {
      recipients: settings.email.recipients,
      isConfigured: isMailConfigured(),
      from: isMailConfigured() ? (env().MAIL_FROM ?? null) : null,
    },
    lastSends: { webhook, email },
  };
}

/** Changes where notifications go; what is left out stays. */
export async function updateNotificationSettings({
  actor,
  input,
}: {
  actor: Actor;
  input: unknown;
}): Promise<NotificationSettingsView> {
  const changes = parseInput(updateNotificationSettingsSchema, input);
  if (changes.webhook?.url) await refuseAddress(changes.webhook.url);
  await db().$transaction(async (tx) => {
    await lockNotificationSettings(tx);
    const current = await readNotificationSettings(tx);
    const { url, secret } = changes.webhook ?? {};
    const before = current.webhook.secretId;
    const nextUrl = url === undefined ? current.webhook.url : url;
    const origin = nextUrl === null ? null : new URL(nextUrl).origin;
    const secretId =
      secret === undefined
        ? before
        : secret === null
          ? null
          : await storeSecret(tx, { scenarioId: null, value: secret, origin, createdBy: actor.id });
    if (before !== null && before === secretId && origin !== null)
      await refuseMoved(tx, { secretId, origin, formerUrl: current.webhook.url });
    if (before !== null && before !== secretId)
      await tx.secret.deleteMany({ where: { id: before } });
    const next: Stored = {
      kinds: merged(current.kinds, changes.kinds ?? {}),
      digestMinutes: changes.digestMinutes ?? current.digestMinutes,
      webhook: { url: nextUrl, secretId },
      email: { recipients: unique(changes.email?.recipients ?? current.email.recipients) },
    };
    await tx.setting.update({ where: { key: KEY }, data: { value: JSON.stringify(next) } });
    await writeAudit(tx, {
      actor,
      action: "notifications.changed",
      targetType: "instance",
      targetId: KEY,
      detail: auditDetail(changes),
    });
  });
  return getNotificationSettings({ actor });
}

/** 400 for an address that the guard refuses as it stands; at each message it is asked again. */
async function refuseAddress(url: string): Promise<void> {
  const check = (await outboundGuard(url, (await getPreferences()).outgoing)).checkUrl(url);
  if (check.ok) return;
  const { message } = check;
  throw new AppError("invalid_request", `webhook.url: ${message}`, [
    { path: "webhook.url", message },
  ]);
}

/** 400 where the stored secret would go elsewhere than it was entered for. */
async function refuseMoved(
  tx: Db,
  { secretId, origin, formerUrl }: { secretId: string; origin: string; formerUrl: string | null },
): Promise<void> {
  const row = await tx.secret.findUnique({ where: { id: secretId }, select: { origin: true } });
  // One of before secrets belonged to an address has that of the settings.
  const own = row?.origin ?? (formerUrl === null ? null : new URL(formerUrl).origin);
  if (own !== null && own !== origin) {
    const message = `${movedMessage(own, origin)} Or remove it.`;
    throw new AppError("invalid_request", `webhook.secret: ${message}`, [
      { path: "webhook.secret", message },
    ]);
  }
  await tx.secret.updateMany({ where: { id: secretId, origin: null }, data: { origin } });
}

/** Makes those wait that change the settings, or decide by them, at the same time. */
export async function lockNotificationSettings(tx: Db): Promise<void> {
  await tx.$executeRaw`INSERT INTO settings (key, value, updated_at) VALUES (${KEY}, '{}', now())
    ON CONFLICT (key) DO NOTHING`;
  await tx.$queryRaw`SELECT key FROM settings WHERE key = ${KEY} FOR UPDATE`;
}

const unique = (addresses: readonly string[]) => [
  ...new Map(addresses.map((address) => [address.toLowerCase(), address])).values(),
];

/** An address may hold a token, as those of chat services do: its host is told, and no more. */
function auditDetail({
  kinds,
  digestMinutes,
  webhook,
  email,
}: z.output<typeof updateNotificationSettingsSchema>): Record<string, unknown> {
  const { url, secret } = webhook ?? {};
  return {
    ...(kinds ? { kinds } : {}),
    ...(digestMinutes === undefined ? {} : { digestMinutes }),
    ...(url === undefined ? {} : { webhookHost: url === null ? null : new URL(url).host }),
    ...(secret === undefined ? {} : { secret: secret === null ? "removed" : "replaced" }),
    ...(email?.recipients ? { recipients: email.recipients } : {}),
  };
}

/** The kinds that the bell tells of. */
export const bellKinds = ({ kinds }: NotificationSettings): NotificationKind[] =>
  NOTIFICATION_KINDS.filter((kind) => kinds[kind].bell);
