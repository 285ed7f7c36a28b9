import { z } from "zod";
import { DELIVERY_STATUSES, deliverySchema } from "@/lib/deliveries/schemas";
import { preferencesViewSchema } from "@/lib/instance/preferences-schema";
import { isTimeZone, STATS_RANGES } from "@/lib/stats/periods";

const part = z.enum(["ok", "down"]);

/** Whether the parts answer. */
export const healthSchema = z.object({
  status: part,
  version: z.string(),
  database: part,
  engine: z.object({ kind: z.enum(["embedded", "inngest"]), status: part }),
});
export type Health = z.infer<typeof healthSchema>;

/** What Settings shows of the instance. */
export const settingsSchema = z.object({
  version: z.string(),
  engine: healthSchema.shape.engine,
  database: part,
  appUrl: z.string(),
  network: z.object({
    host: z.string(),
    allowedCidrs: z.array(z.string()),
    proxy: z.string().nullable().describe("Host and port of the outgoing proxy"),
    loopbackAllowed: z.boolean(),
  }),
  retry: z.object({ baseSeconds: z.number(), schedule: z.string() }),
  preferences: preferencesViewSchema,
});
export type SettingsView = z.infer<typeof settingsSchema>;

export const GUIDE_STEPS = ["scenario", "test", "active", "order", "delivery"] as const;

/** What the overview looks back on, and whose days its bars are. */
export const overviewQuerySchema = z.strictObject({
  range: z.enum(STATS_RANGES).default("24h").describe("Hours for 24h, days otherwise"),
  timeZone: z
    .string()
    .max(64)
    .refine(isTimeZone, "must be the name of a time zone, such as Europe/Berlin")
    .default("UTC"),
});

/** Deliveries by where they stand now; tests do not count. */
const deliveryCountsSchema = z.record(z.enum(DELIVERY_STATUSES), z.int());

/** What was created within one bar. Lists filtered by its `since` and `until` show the same. */
const overviewBarSchema = z.object({
  since: z.iso.datetime(),
  until: z.iso.datetime(),
  orders: z.int(),
  runs: z.int(),
  runsFailed: z.int(),
  deliveries: deliveryCountsSchema,
});

/** Figures of a range, the guided start, what waits and what fails now, recent deliveries. */
export const overviewSchema = z.object({
  range: z.enum(STATS_RANGES),
  timeZone: z.string(),
  since: z.iso.datetime().describe("When the first bar begins"),
  prunedUntil: z.iso
    .datetime()
    .nullable()
    .describe("Details of before may have been removed; the figures count them still"),
  figures: z.object({
    orders: z.int(),
    runs: z.int(),
    runsFailed: z.int(),
    deliveries: deliveryCountsSchema,
    succeededAtFirstAttempt: z.int(),
    latency: z
      .object({ p50Ms: z.int(), p95Ms: z.int() })
      .nullable()
      .describe("From the creation of a delivery to its first success, to within a quarter"),
  }),
  bars: z.array(overviewBarSchema),
  waiting: z.object({
    count: z.int().describe("Deliveries that wait for their next attempt, whenever created"),
    soonestAt: z.iso.datetime().nullable(),
  }),
  failing: z.object({
    since: z.iso.datetime(),
    total: z.int(),
    scenarios: z.array(
      z.object({
        scenarioId: z.string(),
        scenarioName: z.string(),
        nodeNames: z.array(z.string()),
        failed: z.int(),
        retrying: z.int(),
        failure: z.object({ kind: z.string(), message: z.string(), hint: z.string() }).nullable(),
      }),
    ),
  }),
  guide: z.object({
    dismissed: z.boolean(),
    scenarioId: z.string().nullable(),
    deliveryId: z.string().nullable(),
    steps: z.array(z.object({ key: z.enum(GUIDE_STEPS), done: z.boolean() })),
  }),
  recentDeliveries: z.array(deliverySchema),
});
export type OverviewView = z.infer<typeof overviewSchema>;
