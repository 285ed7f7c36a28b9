import { z } from "zod";
import { parseCidr } from "@/lib/net/addresses";
import { parseHostPattern } from "@/lib/net/hosts";
import { parseOwnerBlock } from "@/lib/net/owner-blocks";
import { parsePortRange } from "@/lib/net/ports";

const ENTRIES_MAX = 100;

/** A list of what `parse` reads, each entry once; its complaint is the field's. */
const entries = (parse: (text: string) => unknown) =>
  z
    .array(
      z
        .string()
        .trim()
        .min(1)
        .max(300)
        .superRefine((text, context) => {
          try {
            parse(text);
          } catch (error) {
            if (!(error instanceof RangeError)) throw error;
            context.addIssue({ code: "custom", message: error.message });
          }
        }),
    )
    .max(ENTRIES_MAX)
    .transform((texts) => [...new Set(texts)]);

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
  outgoing: z.strictObject({
    httpsOnly: z.boolean().describe("Whether webhooks may only go to https:// addresses"),
    allowedPorts: entries(parsePortRange).describe(
      "Ports and ranges, as 443 or 8000-8099; none: all but those of other kinds of services",
    ),
    allowedCidrs: entries(parseCidr).describe(
      "Blocks inside the network that webhooks may go to, beside the operator's",
    ),
    allowedHosts: entries(parseHostPattern).describe(
      "Names that may lead inside the network, as erp.internal or *.example.com",
    ),
  }),
} as const;

const defaults = {
  replay: { perSecond: 20 },
  retention: { bodiesDays: 30, historyDays: 90 },
  failingTargets: { pauses: true, failures: 50, hours: 24 },
  outgoing: { httpsOnly: false, allowedPorts: [], allowedCidrs: [], allowedHosts: [] },
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
      outgoing: group("outgoing", preferenceFields.outgoing, defaults.outgoing),
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

/**
 * What is chosen of where webhooks may go. What was stored before may hold blocks in which there is
 * nothing to allow; they are read all the same, and open nothing.
 */
const chosenOutgoing = preferenceFields.outgoing.extend({
  allowedCidrs: entries(parseOwnerBlock).describe(
    "Blocks inside the network that webhooks may go to, beside the operator's; none of those that only the operator can allow, such as 169.254.0.0/16",
  ),
});

/** A change of preferences: any of them. */
export const updatePreferencesSchema = z.strictObject({
  replay: preferenceFields.replay.partial().optional(),
  retention: preferenceFields.retention.partial().optional(),
  failingTargets: preferenceFields.failingTargets.partial().optional(),
  outgoing: chosenOutgoing.partial().optional(),
});

/** As the API shows them. */
export const preferencesViewSchema = z.object(preferenceFields);
