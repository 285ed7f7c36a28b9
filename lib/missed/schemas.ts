import { z } from "zod";
import { pageQueryOf } from "@/lib/http/page";

/** How many can be named one by one: what a page shows. */
export const CHOSEN_MAX = 100;

export const listMissedSchema = z.strictObject(pageQueryOf("missed"));

/** Which of a scenario's missed events. */
export const chooseMissedSchema = z.strictObject({
  ids: z
    .array(z.string().max(64))
    .min(1, "must name at least one, or be left out for all")
    .max(CHOSEN_MAX, `may name ${CHOSEN_MAX} at most`)
    .optional()
    .describe("All of them when left out"),
});

export const missedEventSchema = z.object({
  id: z.string(),
  eventId: z.string(),
  event: z.string(),
  orderId: z.string().nullable(),
  orderNumber: z.string().nullable(),
  occurredAt: z.iso.datetime(),
});
export type MissedEventView = z.infer<typeof missedEventSchema>;

export const missedPageSchema = z.object({
  items: z.array(missedEventSchema),
  nextCursor: z.string().nullable().describe("Leads to older items"),
  prevCursor: z.string().nullable().describe("Leads back to newer items"),
  total: z.int().describe("On all pages"),
});
export type MissedPageView = z.infer<typeof missedPageSchema>;

export const missedCountSchema = z.object({ scenarioId: z.string(), count: z.int() });
export type MissedCountView = z.infer<typeof missedCountSchema>;

const notFound = z
  .array(z.string())
  .describe("Of the ids that were named, those that this scenario has never missed");

export const sentMissedSchema = z.object({
  started: z.int().describe("Runs that start at once"),
  remaining: z.int().describe("Events whose runs follow, at the rate of replays"),
  notFound,
});
export type SentMissedView = z.infer<typeof sentMissedSchema>;

export const dismissedMissedSchema = z.object({ dismissed: z.int(), notFound });
export type DismissedMissedView = z.infer<typeof dismissedMissedSchema>;
