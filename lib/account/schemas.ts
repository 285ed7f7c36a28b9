import { z } from "zod";
import { roles } from "@/lib/auth/permissions";
import { ownerSchema } from "@/lib/auth/schemas";

/** Somebody's own account. */
export const accountSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.enum(roles),
  twoFactor: z.boolean().describe("Whether a code is asked for at sign-in"),
  recoveryCodesLeft: z
    .int()
    .nullable()
    .describe("How many sign-ins without the app are left; null without a second step"),
  hasPassword: z.boolean().describe("False for who signs in by single sign-on only"),
});
export type AccountView = z.infer<typeof accountSchema>;

export const updateAccountSchema = z.strictObject({
  name: ownerSchema.shape.name.unwrap().min(1, "Enter a name."),
});

/** A device that somebody is signed in on. */
export const sessionSchema = z.object({
  id: z.string(),
  current: z.boolean().describe("The one that asks"),
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type SessionView = z.infer<typeof sessionSchema>;

export const endedSessionsSchema = z.object({ ended: z.int() });
