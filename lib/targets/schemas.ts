import { z } from "zod";
import { preferenceFields } from "@/lib/instance/preferences-schema";

/** How the target of a webhook node fares: failing, or paused. */
export const targetSchema = z.object({
  scenarioId: z.string(),
  scenarioName: z.string(),
  nodeId: z.string(),
  nodeName: z.string(),
  host: z.string(),
  failures: z.int().describe("Finished deliveries that failed in a row; tests do not count"),
  failingSince: z.iso.datetime().describe("When the first of them ended"),
  pausedAt: z.iso
    .datetime()
    .nullable()
    .describe("While set, deliveries are held; null while it is only failing"),
  lastProbeAt: z.iso.datetime().nullable().describe("When a held delivery was last tried"),
  heldCount: z.int(),
  failure: z
    .object({ kind: z.string(), message: z.string(), hint: z.string() })
    .nullable()
    .describe("Of what kind most of the failures are, in words; null when they are gone"),
});
export type TargetView = z.infer<typeof targetSchema>;

export const targetsSchema = z.object({
  items: z.array(targetSchema).describe("The paused ones first"),
  pausing: preferenceFields.failingTargets.describe("When a target is paused"),
});
export type TargetsView = z.infer<typeof targetsSchema>;

/** The answer to a resume. */
export const resumedSchema = z.object({
  scenarioId: z.string(),
  nodeId: z.string(),
  released: z.int().describe("Held deliveries that are sent now, the oldest first"),
});
export type ResumedView = z.infer<typeof resumedSchema>;
