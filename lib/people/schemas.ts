import { z } from "zod";
import { roles } from "@/lib/auth/permissions";
import { ownerSchema } from "@/lib/auth/schemas";

const email = ownerSchema.shape.email.transform((text) => text.toLowerCase());
const role = z.enum(roles);

/** A person who can sign in. */
export const personSchema = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role,
  twoFactor: z.boolean().describe("Whether a code is asked for at sign-in"),
  createdAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime().nullable().describe("Of the newest session that is still valid"),
});
export type PersonView = z.infer<typeof personSchema>;

export const changeRoleSchema = z.strictObject({ role });

export const inviteSchema = z.strictObject({ email, role });

/** An invitation that waits; its link is not shown again. */
export const invitationSchema = z.object({
  id: z.string(),
  email: z.string(),
  role,
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime(),
});
export type InvitationView = z.infer<typeof invitationSchema>;

/** `url` is shown this once, never again. */
export const newInvitationSchema = invitationSchema.extend({ url: z.string() });
export type NewInvitationView = z.infer<typeof newInvitationSchema>;

export const resetLinkSchema = z.object({ url: z.string(), expiresAt: z.iso.datetime() });
export type ResetLinkView = z.infer<typeof resetLinkSchema>;

/** What whoever was invited fills in. */
export const acceptInvitationSchema = z.strictObject({
  token: z.string().min(1).max(200),
  name: ownerSchema.shape.name,
  password: ownerSchema.shape.password,
});

export const resetPasswordSchema = z.strictObject({
  token: z.string().min(1).max(200),
  password: ownerSchema.shape.password,
});

export const forgotPasswordSchema = z.strictObject({ email });
