import { z } from "zod";
import { checkSecret } from "@/lib/webhooks/rules";

/** For how long a former secret may count beside the new one. */
export const OVERLAP_DAYS_MAX = 7;

export const rotateSecretSchema = z.strictObject({
  secret: z
    .string({ error: (issue) => checkSecret(issue.input) ?? undefined })
    .superRefine((value, context) => {
      const message = checkSecret(value);
      if (message !== null) context.addIssue({ code: "custom", message });
    })
    .describe("The new secret, which no answer repeats"),
  overlapDays: z
    .int({ error: "must be a whole number of days" })
    .min(0, "must be 0 or more")
    .max(OVERLAP_DAYS_MAX, `must be ${OVERLAP_DAYS_MAX} or less`)
    .describe("For how many days requests are signed with the former secret as well; 0 for none"),
});

const time = z.iso.datetime().nullable();

/** How the signing secret of a webhook stands; never its value. */
export const rotatedSecretSchema = z.object({
  nodeId: z.string(),
  rotatedAt: time.describe("When it was rotated last"),
  overlapUntil: time.describe("Until when requests carry a signature of the former secret as well"),
  alsoSigns: z
    .array(z.object({ nodeId: z.string(), nodeName: z.string() }))
    .describe("The other webhooks of the scenario that were copied with this very secret"),
});
export type RotatedSecretView = z.infer<typeof rotatedSecretSchema>;

/** What is known of a stored secret that a graph refers to; never its value. */
export const storedSecretSchema = z.object({
  id: z.string().describe("As in `{ $secret: id }`"),
  origin: z
    .string()
    .nullable()
    .describe("Where it may be sent to, as scheme, host and port; null until that is known"),
  mayBind: z
    .boolean()
    .describe("Whether the caller may decide that, by publishing or testing it with an address"),
  rotatedAt: time,
  overlapUntil: time,
});
export type StoredSecretView = z.infer<typeof storedSecretSchema>;
