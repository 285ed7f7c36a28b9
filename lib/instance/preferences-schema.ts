import { z } from "zod";

/** What the admins choose for the instance, with the ranges; used by the form as by the server. */
export const preferenceFields = {
  replay: z.strictObject({
    perSecond: z.int().min(1).max(200).describe("Resends that a replay asks for in a second"),
  }),
  retention: z.strictObject({
    bodiesDays: z
      .int()
      .min(1)
      .max(3650)
      .describe("Days after which bodies and headers of attempts are removed"),
    // The list of scenarios shows a week of runs, which has to be there.
    historyDays: z
      .int()
      .min(7)
      .max(3650)
      .describe("Days after which ended runs and their deliveries are removed"),
  }),
  failingTargets: z.strictObject({
    pauses: z.boolean().describe("Whether a target that fails for long is paused"),
    failures: z.int().min(2).max(10_000).describe("Failed deliveries in a row that it takes"),
    hours: z.int().min(0).max(720).describe("Hours over which they have to spread at least"),
  }),
} as const;

const defaults = {
  replay: { perSecond: 20 },
  retention: { bodiesDays: 30, historyDays: 90 },
  failingTargets: { pauses: true, failures: 50, hours: 24 },
} as const;

const withDefaults = <K extends keyof typeof preferenceFields>(key: K) =>
  z.preprocess(
    (value) => ({ ...defaults[key], ...(typeof value === "object" ? value : {}) }),
    preferenceFields[key],
  );

export const preferencesSchema = z.object({
  replay: withDefaults("replay"),
  retention: withDefaults("retention"),
  failingTargets: withDefaults("failingTargets"),
});
export type Preferences = {
  [K in keyof typeof preferenceFields]: z.output<(typeof preferenceFields)[K]>;
};

/** A change of preferences: any of them. */
export const updatePreferencesSchema = z.strictObject({
  replay: preferenceFields.replay.partial().optional(),
  retention: preferenceFields.retention.partial().optional(),
  failingTargets: preferenceFields.failingTargets.partial().optional(),
});

/** As the API shows them. */
export const preferencesViewSchema = z.object(preferenceFields);
