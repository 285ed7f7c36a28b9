import { z } from "zod";
import { pageQueryOf, timeQuery } from "@/lib/http/page";

export const DELIVERY_STATUSES = [
  "pending",
  "sending",
  "retrying",
  "succeeded",
  "failed",
  "cancelled",
] as const;

/** Which deliveries; all of them together when more than one is given. */
export const deliveryFilterSchema = z.strictObject({
  status: z.enum(DELIVERY_STATUSES).optional(),
  scenarioId: z.string().max(64).optional(),
  event: z.string().max(100).optional(),
  statusCode: z.coerce.number().int().min(100).max(999).optional(),
  failureKind: z.string().max(40).optional(),
  nodeId: z.string().max(64).optional(),
  held: z.enum(["true", "false"]).optional().describe("Whether it waits for its paused target"),
  firstAttempt: z.enum(["succeeded"]).optional().describe("How its first attempt ended"),
  endedSince: timeQuery.since.describe("Ended at this time or later"),
  ...timeQuery,
  q: z.string().trim().max(200).optional(),
  test: z.enum(["true", "false"]).optional(),
});

export const listDeliveriesSchema = deliveryFilterSchema.extend(pageQueryOf("delivery"));

export const EXPORT_FORMATS = ["csv", "ndjson"] as const;

export const exportDeliveriesSchema = deliveryFilterSchema.extend({
  format: z.enum(EXPORT_FORMATS).default("ndjson"),
});

export const deliverySchema = z.object({
  id: z.string(),
  runId: z.string(),
  scenarioId: z.string(),
  scenarioName: z.string(),
  nodeId: z.string(),
  nodeName: z.string(),
  orderId: z.string().nullable(),
  orderNumber: z.string().nullable(),
  event: z.string(),
  url: z.string(),
  status: z.enum(DELIVERY_STATUSES),
  attemptCount: z.number(),
  maxAttempts: z.number(),
  nextAttemptAt: z.string().nullable(),
  lastStatusCode: z.number().nullable(),
  lastFailure: z.object({ kind: z.string(), message: z.string(), hint: z.string() }).nullable(),
  lastDurationMs: z.number().nullable(),
  isTest: z.boolean(),
  heldAt: z.string().nullable().describe("Since when it waits for its paused target"),
  createdAt: z.string(),
  completedAt: z.string().nullable(),
});
export type DeliveryView = z.infer<typeof deliverySchema>;

/** The answer to a resend: which attempt it is expected to become. */
export const resendSchema = z.object({
  deliveryId: z.string(),
  attemptNumber: z
    .int()
    .describe("As is expected: one more when an automatic attempt comes before it"),
});
export type ResendView = z.infer<typeof resendSchema>;

export const attemptSchema = z.object({
  id: z.string(),
  number: z.number(),
  trigger: z.enum(["automatic", "manual", "test", "probe"]),
  startedAt: z.string(),
  completedAt: z.string().nullable(),
  durationMs: z.number().nullable(),
  timings: z.record(z.string(), z.number().nullable()).nullable(),
  request: z.object({
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.string(),
  }),
  response: z
    .object({
      statusCode: z.number(),
      headers: z.record(z.string(), z.string()),
      body: z.string(),
      truncated: z.boolean(),
    })
    .nullable(),
  failure: z.object({ kind: z.string(), message: z.string(), hint: z.string() }).nullable(),
  remoteAddress: z.string().nullable(),
  note: z.string().nullable(),
  prunedAt: z.iso
    .datetime()
    .nullable()
    .describe("When its headers and the response's body were removed"),
});
export type AttemptView = z.infer<typeof attemptSchema>;

/** What a resend that is asked for now would be sent with. */
export const resendOutlookSchema = z.object({
  url: z.string(),
  version: z.int().nullable().describe("Null for that of a draft that was tested"),
  isPublished: z.boolean().describe("Whether it is the published version, or else that of its run"),
  isSigned: z.boolean(),
});
export type ResendOutlookView = z.infer<typeof resendOutlookSchema>;

/** A delivery with its body and its attempts, the first one first. */
export const deliveryDetailSchema = deliverySchema.extend({
  eventId: z.string(),
  body: z.string(),
  attempts: z.array(attemptSchema),
  resend: resendOutlookSchema
    .nullable()
    .describe("Where a resend would go now; null when its webhook is in no version"),
});
export type DeliveryDetailView = z.infer<typeof deliveryDetailSchema>;
