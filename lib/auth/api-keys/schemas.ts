import { z } from "zod";

export const API_KEY_NAME_MAX_LENGTH = 100;

export const createApiKeySchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, "Enter a name.")
    .max(API_KEY_NAME_MAX_LENGTH, `Use ${API_KEY_NAME_MAX_LENGTH} characters at most.`),
});

/** A key as it is listed; the key itself is never shown again. */
export const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
});

export type ApiKeyDto = z.infer<typeof apiKeySchema>;

/** The answer to creating one: `key` is shown this once, never again. */
export const createdApiKeySchema = apiKeySchema
  .omit({ lastUsedAt: true })
  .extend({ key: z.string() });
export type CreatedApiKey = z.infer<typeof createdApiKeySchema>;
