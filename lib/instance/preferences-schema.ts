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

export type Preferences = {
  [K in keyof typeof preferenceFields]: z.output<(typeof preferenceFields)[K]>;
};

/**
 * Reads preferences as they are stored, each group by itself: one that can't be read takes nothing of
 * the others with it. What another release has added is left out.
 */
export function parseStored(text: string): {
  preferences: Preferences;
  unreadable: (keyof Preferences)[];
} {
  const unreadable: (keyof Preferences)[] = [];
  const stored = groupsOf(text);
  const group = <T extends z.ZodRawShape, D>(
    key: keyof Preferences,
    fields: z.ZodObject<T>,
    values: D,
  ) => {
    // Of the same fields, and strict about nothing else.
    const parsed = z.object(fields.shape).safeParse({ ...values, ...stored?.[key] });
    if (stored !== null && parsed.success) return parsed.data;
    unreadable.push(key);
    return z.object(fields.shape).parse(values);
  };
  return {
    preferences: {
      replay: group("replay", preferenceFields.replay, defaults.replay),
      retention: group("retention", preferenceFields.retention, defaults.retention),
      failingTargets: group(
        "failingTargets",
        preferenceFields.failingTargets,
        defaults.failingTargets,
      ),
    },
    unreadable,
  };
}

const groupsSchema = z.record(z.string(), z.record(z.string(), z.unknown()));

/** Null for what is no JSON object of objects. */
function groupsOf(text: string): z.output<typeof groupsSchema> | null {
  try {
    return groupsSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** A change of preferences: any of them. */
export const updatePreferencesSchema = z.strictObject({
  replay: preferenceFields.replay.partial().optional(),
  retention: preferenceFields.retention.partial().optional(),
  failingTargets: preferenceFields.failingTargets.partial().optional(),
});

/** As the API shows them. */
export const preferencesViewSchema = z.object(preferenceFields);
