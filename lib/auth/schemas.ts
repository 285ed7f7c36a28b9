import { z } from "zod";

export const PASSWORD_MIN_LENGTH = 8;
/** Hashing time grows with the length; nobody needs more. */
export const PASSWORD_MAX_LENGTH = 128;

/** What the first set-up asks for; the form and the server use the same. */
export const ownerSchema = z.strictObject({
  name: z
    .string()
    .trim()
    .max(100, "Use 100 characters at most.")
    .regex(/^\P{Cc}*$/u, "Leave out control characters.")
    .optional(),
  email: z.email("Enter a complete email address.").max(254, "Use 254 characters at most."),
  password: z
    .string()
    .min(PASSWORD_MIN_LENGTH, `Use ${PASSWORD_MIN_LENGTH} characters or more.`)
    .max(PASSWORD_MAX_LENGTH, `Use ${PASSWORD_MAX_LENGTH} characters at most.`),
});

export type OwnerInput = z.infer<typeof ownerSchema>;
