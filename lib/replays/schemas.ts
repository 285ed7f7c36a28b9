import { z } from "zod";
import { DELIVERY_STATUSES, deliveryFilterSchema } from "@/lib/deliveries/schemas";
import { pageQueryOf } from "@/lib/http/page";
import { preferenceFields } from "@/lib/instance/preferences-schema";
import { whoSchema } from "@/lib/scenarios/schemas";

export const REPLAY_STATUSES = ["running", "completed", "cancelled"] as const;

/** `waiting` and `sending` are open: what became of the others is final. */
export const REPLAY_ITEM_STATUSES = [
  "waiting",
  "sending",
  "succeeded",
  "failed",
  "skipped",
  "cancelled",
] as const;
export type ReplayItemStatus = (typeof REPLAY_ITEM_STATUSES)[number];

/** The most deliveries of one replay, and the most that can be named one by one. */
export const REPLAY_MAX = 100_000;
export const NAMED_MAX = 1_000;

/** Which deliveries a replay is to be of, by their ids or by a filter; and how fast. */
export const createReplaySchema = z
  .strictObject({
    deliveryIds: z
      .array(z.string().regex(/^dlv_[0-9a-z]{26}$/, "must be the id of a delivery"))
      .min(1, "Name a delivery at least.")
      .max(NAMED_MAX, `Name ${NAMED_MAX} deliveries at most, or use a filter.`)
      .optional(),
    filter: deliveryFilterSchema.optional(),
    perSecond: preferenceFields.replay.shape.perSecond.optional(),
  })
  .refine(({ deliveryIds, filter }) => (deliveryIds === undefined) !== (filter === undefined), {
    message: "Name the deliveries by deliveryIds or by a filter, and not by both.",
    path: ["filter"],
  });

export const listReplaysSchema = z.strictObject({
  ...pageQueryOf("replay"),
  status: z.enum(REPLAY_STATUSES).optional(),
});

export const listReplayItemsSchema = z.strictObject({
  ...pageQueryOf("delivery"),
  status: z.enum(REPLAY_ITEM_STATUSES).optional(),
});

const countOf = <S extends string>(statuses: readonly S[]) => z.record(z.enum(statuses), z.int());

/** How many items stand how. */
export const replayCountsSchema = countOf(REPLAY_ITEM_STATUSES);
export type ReplayCounts = z.infer<typeof replayCountsSchema>;

/** A replay as the API shows it. */
export const replaySchema = z.object({
  id: z.string(),
  status: z.enum(REPLAY_STATUSES),
  // As it was stored: it may be of a release that knew other filters.
  filter: z
    .record(z.string(), z.union([z.string(), z.number()]))
    .nullable()
    .describe("Null when the deliveries were named one by one"),
  total: z.int(),
  counts: replayCountsSchema,
  perSecond: z.int().describe("The most resends that it asks for in a second"),
  createdBy: whoSchema.nullable().describe("Null when it is not known any more"),
  createdAt: z.string(),
  completedAt: z.string().nullable().describe("When the last of its resends had ended"),
});
export type ReplayView = z.infer<typeof replaySchema>;

/** Why items of a replay did not arrive. */
export const replayReasonSchema = z.object({
  status: z.enum(REPLAY_ITEM_STATUSES),
  reason: z.string(),
  count: z.int().describe("How many items it is the reason of"),
});

/** A replay by itself. */
export const replayDetailSchema = replaySchema.extend({
  reasons: z
    .array(replayReasonSchema)
    .describe("Once it has ended, the most frequent reasons; before that, none"),
});
export type ReplayDetailView = z.infer<typeof replayDetailSchema>;

/** A delivery of a replay. */
export const replayItemSchema = z.object({
  deliveryId: z.string(),
  status: z.enum(REPLAY_ITEM_STATUSES),
  reason: z.string().nullable().describe("Why it failed, was skipped or cancelled"),
  targetHost: z.string(),
  orderNumber: z.string().nullable(),
  isGone: z.boolean().describe("Whether the delivery has been removed since"),
  changedAt: z.string(),
});
export type ReplayItemView = z.infer<typeof replayItemSchema>;

/** What a replay by a filter would be of; `filter` is the one to create it with. */
export const replayPreviewSchema = z.object({
  filter: deliveryFilterSchema.describe("As asked, up to now"),
  total: z.int().describe("One more than `max` when there are more: no further ones are counted"),
  byStatus: countOf(DELIVERY_STATUSES).nullable().describe("Null when there are more than `max`"),
  max: z.int().describe("More than these can't be one replay"),
});
export type ReplayPreviewView = z.infer<typeof replayPreviewSchema>;
