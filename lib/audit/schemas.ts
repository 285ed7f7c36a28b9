import { z } from "zod";
import { AUDIT_ACTIONS } from "@/lib/audit/actions";
import { pageQueryOf, timeQuery } from "@/lib/http/page";

/** Of those that have no id: what the product or its operator did, and who did not get in. */
export const NAMELESS_ACTORS = ["system", "visitor"] as const;

const ACTOR_KINDS = ["user", "apiKey", ...NAMELESS_ACTORS] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/** Which entries; all of them together when more than one is given. */
export const auditFilterSchema = z.strictObject({
  actorId: z
    .string()
    .max(64)
    .optional()
    .describe(
      "Id of a person or an API key; `system` for what the product or its operator did, `visitor` for refused sign-ins",
    ),
  action: z.enum(AUDIT_ACTIONS).optional(),
  targetId: z.string().trim().max(64).optional().describe("Id of the thing that it was done to"),
  ...timeQuery,
});

export const listAuditSchema = auditFilterSchema.extend(pageQueryOf("audit"));

export const AUDIT_EXPORT_FORMATS = ["csv", "ndjson"] as const;

export const exportAuditSchema = auditFilterSchema.extend({
  format: z.enum(AUDIT_EXPORT_FORMATS).default("ndjson"),
});

export const auditEntrySchema = z.object({
  id: z.string(),
  createdAt: z.string(),
  actor: z.object({
    kind: z.enum(ACTOR_KINDS),
    id: z.string().nullable(),
    name: z.string().describe("An email or a key's name, as it was then"),
  }),
  action: z.string(),
  did: z.string().describe("What was done, in words that stand before the thing's name"),
  target: z.object({
    type: z.string(),
    id: z.string(),
    name: z.string().describe("As it is now, or as it was; empty for the instance itself"),
    isGone: z.boolean().describe("Whether there is no page of it any more"),
  }),
  more: z.string().nullable().describe("What is to be known beside, in words"),
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
});
export type AuditEntryView = z.infer<typeof auditEntrySchema>;

export type AuditActorView = AuditEntryView["actor"];

/** Of whom there may be entries. */
export const auditActorSchema = auditEntrySchema.shape.actor.extend({
  isGone: z.boolean().describe("Whether a person was removed; what they did stays in the log"),
});
export type AuditActorOption = z.infer<typeof auditActorSchema>;
