import { z } from "zod";
import { deliverySchema } from "@/lib/deliveries/schemas";
import { preferencesViewSchema } from "@/lib/instance/preferences-schema";

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
    loopbackAllowed: z.boolean(),
  }),
  retry: z.object({ baseSeconds: z.number(), schedule: z.string() }),
  preferences: preferencesViewSchema,
});
export type SettingsView = z.infer<typeof settingsSchema>;

export const GUIDE_STEPS = ["scenario", "test", "active", "order", "delivery"] as const;

/** The last 24 hours in figures, the guided start, recent deliveries. */
export const overviewSchema = z.object({
  since: z.iso.datetime(),
  counts24h: z.object({
    orders: z.int(),
    runs: z.int(),
    deliveriesSucceeded: z.int(),
    deliveriesFailed: z.int(),
    deliveriesRetrying: z.int(),
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
