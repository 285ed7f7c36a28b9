import { z } from "zod";

/** What is asked of the guard. */
export const checkAddressSchema = z.strictObject({
  address: z
    .string()
    .trim()
    .min(1)
    .max(4096)
    .describe("An address as a webhook has it, or a host with or without a port"),
});

export const CHECK_CODES = [
  "allowed",
  "invalid_url",
  "scheme",
  "credentials",
  "https_only",
  "port",
  "blocked_address",
  "dns",
] as const;

/** Whether a webhook would be sent to an address now, and why. */
export const addressCheckSchema = z.object({
  url: z.string().nullable().describe("As it was read; null for no address at all"),
  allowed: z.boolean(),
  code: z.enum(CHECK_CODES),
  reason: z.string(),
  addresses: z
    .array(
      z.object({
        address: z.string(),
        meaning: z.string().describe("What the address is for, in a few words"),
        allowedBy: z.enum(["public", "operator", "owner"]).nullable(),
      }),
    )
    .describe("What the host leads to from here"),
});
export type AddressCheck = z.infer<typeof addressCheckSchema>;
