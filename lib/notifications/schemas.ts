import { z } from "zod";
import { pageQuery } from "@/lib/http/page";
import {
  CHANNELS,
  NOTIFICATION_KINDS,
  type NotificationKind,
  type Place,
} from "@/lib/notifications/kinds";
import { checkSecret, checkWebhookUrl } from "@/lib/webhooks/rules";

export const RECIPIENTS_MAX = 20;

export const listNotificationsSchema = z.strictObject({
  ...pageQuery,
  unread: z.enum(["true", "false"]).optional().describe("Only those that were not read, or were"),
});

/** What happened to a target, told once and counted. */
export const notificationSchema = z.object({
  id: z.string(),
  kind: z.enum(NOTIFICATION_KINDS),
  text: z.string().describe("In words, without the times"),
  scenarioId: z.string(),
  scenarioName: z.string(),
  nodeId: z.string(),
  nodeName: z.string(),
  host: z.string(),
  count: z.int().describe("How often it happened since `firstAt`"),
  firstAt: z.iso.datetime(),
  lastAt: z.iso.datetime(),
  closedAt: z.iso.datetime().nullable().describe("When the target was well again"),
  deliveryId: z.string().nullable().describe("The latest delivery that it is about"),
  failure: z
    .object({ message: z.string(), hint: z.string() })
    .nullable()
    .describe("The latest one, in words"),
});
export type NotificationFacts = z.infer<typeof notificationSchema>;

/** As one reader sees it. */
export const readNotificationSchema = notificationSchema.extend({ isRead: z.boolean() });
export type NotificationView = z.infer<typeof readNotificationSchema>;

export const unreadSchema = z.object({
  unreadCount: z.int().describe("Of this reader; counted up to 100"),
});
export type UnreadView = z.infer<typeof unreadSchema>;

export const notificationPageSchema = unreadSchema.extend({
  items: z.array(readNotificationSchema),
  nextCursor: z.string().nullable().describe("Leads to older items"),
  prevCursor: z.string().nullable().describe("Leads back to newer items"),
});
export type NotificationPageView = z.infer<typeof notificationPageSchema>;

export const readAllSchema = z.strictObject({
  through: z
    .string()
    .regex(/^ntf_[0-9a-z]{26}$/, "must be the id of a notification")
    .optional()
    .describe("The newest one to mark; all, if left out"),
});

/** A message to the webhook, or an e-mail, and how it went. */
export const sendSchema = z.object({
  id: z.string(),
  channel: z.enum(CHANNELS),
  isTest: z.boolean(),
  status: z.enum(["pending", "succeeded", "failed"]),
  attempts: z.int(),
  createdAt: z.iso.datetime(),
  lastAttemptAt: z.iso.datetime().nullable(),
  nextAttemptAt: z.iso.datetime().nullable(),
  statusCode: z.int().nullable(),
  durationMs: z.int().nullable(),
  failure: z.object({ kind: z.string(), message: z.string(), hint: z.string() }).nullable(),
});
export type SendView = z.infer<typeof sendSchema>;

const places = z.strictObject({
  bell: z.boolean(),
  webhook: z.boolean(),
  email: z.boolean(),
} satisfies Record<Place, z.ZodType>);
const somePlaces = places.partial();
const kinds = z.strictObject({
  "delivery.failed": places,
  "target.failing": places,
  "target.paused": places,
  "target.recovered": places,
} satisfies Record<NotificationKind, z.ZodType>);
const someKinds = z.strictObject({
  "delivery.failed": somePlaces.optional(),
  "target.failing": somePlaces.optional(),
  "target.paused": somePlaces.optional(),
  "target.recovered": somePlaces.optional(),
} satisfies Record<NotificationKind, z.ZodType>);
export type KindPlaces = z.infer<typeof kinds>;

const digestMinutes = z
  .int()
  .min(1)
  .max(1440)
  .describe("Minutes between two messages about what goes on");

const checkedText = (check: (text: unknown) => string | null) =>
  z.string().superRefine((text, context) => {
    const fault = check(text);
    if (fault !== null) context.addIssue({ code: "custom", message: fault });
  });

/** A change: what is left out stays. */
export const updateNotificationSettingsSchema = z.strictObject({
  kinds: someKinds.optional().describe("Where each kind is told of"),
  digestMinutes: digestMinutes.optional(),
  webhook: z
    .strictObject({
      url: checkedText(checkWebhookUrl).nullable().optional().describe("null: no webhook"),
      secret: checkedText(checkSecret)
        .nullable()
        .optional()
        .describe("Written and never read; null: unsigned"),
    })
    .optional(),
  email: z
    .strictObject({
      recipients: z
        .array(z.email("must be an email address").max(254))
        .max(RECIPIENTS_MAX)
        .optional(),
    })
    .optional(),
});

/** What is stored; the defaults where nothing was chosen. */
export const storedSettingsSchema = z.object({
  kinds: someKinds.default({}),
  digestMinutes: digestMinutes.default(15),
  webhook: z
    .object({ url: z.string().nullable(), secretId: z.string().nullable() })
    .default({ url: null, secretId: null }),
  email: z.object({ recipients: z.array(z.string()) }).default({ recipients: [] }),
});

/** As the API shows them. */
export const notificationSettingsSchema = z.object({
  kinds: kinds.describe("Where each kind is told of"),
  digestMinutes,
  webhook: z.object({ url: z.string().nullable(), hasSecret: z.boolean() }),
  email: z.object({
    recipients: z.array(z.string()),
    isConfigured: z.boolean().describe("Whether the operator has set SMTP_URL and MAIL_FROM"),
    from: z.string().nullable(),
  }),
  lastSends: z
    .object({ webhook: z.array(sendSchema), email: z.array(sendSchema) })
    .describe("The newest of each channel, tests among them"),
});
export type NotificationSettingsView = z.infer<typeof notificationSettingsSchema>;

export const testChannelSchema = z.strictObject({ channel: z.enum(CHANNELS) });
