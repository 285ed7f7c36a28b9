import { z } from "zod";
import { scopes, scopesOf, scopeTexts } from "@/lib/auth/permissions";

export const API_KEY_NAME_MAX_LENGTH = 100;
/** How far ahead a key may expire; what is to live longer never does. */
export const API_KEY_MAX_DAYS = 3650;

const DAY_MS = 24 * 60 * 60_000;

const scope = z.enum(scopes).describe(
  Object.entries(scopeTexts)
    .map(([name, text]) => `${name}: ${text}`)
    .join(" "),
);

const expiry = z.iso
  .datetime({ offset: true })
  .refine((text) => Date.parse(text) > Date.now(), "Choose a time in the future.")
  .refine(
    (text) => Date.parse(text) <= Date.now() + API_KEY_MAX_DAYS * DAY_MS,
    `Choose a time within the next ${API_KEY_MAX_DAYS / 365} years, or none.`,
  );

export const createApiKeySchema = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, "Enter a name.")
    .max(API_KEY_NAME_MAX_LENGTH, `Use ${API_KEY_NAME_MAX_LENGTH} characters at most.`),
  scopes: z
    .array(scope)
    .min(1, "Choose at least one.")
    .max(20)
    .default(["read"])
    // In the order of the table, each once.
    .transform(scopesOf),
  expiresAt: expiry.nullable().default(null).describe("From when on it is refused; null for never"),
});

/** A key as it is listed; the key itself is never shown again. */
export const apiKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  prefix: z.string(),
  scopes: z.array(scope),
  createdAt: z.iso.datetime(),
  createdBy: z
    .object({
      email: z.string().nullable().describe("As it is now, or was; null where that is not known"),
      isOwner: z
        .boolean()
        .describe(
          "False once they are no owner any more, or were removed: the key works all the same",
        ),
    })
    .nullable()
    .describe("Null for a key that the operator's script made"),
  lastUsedAt: z.iso.datetime().nullable(),
  expiresAt: z.iso.datetime().nullable(),
});

export type ApiKeyDto = z.infer<typeof apiKeySchema>;

/** The answer to creating one: `key` is shown this once, never again. */
export const createdApiKeySchema = apiKeySchema
  .omit({ lastUsedAt: true, createdBy: true })
  .extend({ key: z.string() });
export type CreatedApiKey = z.infer<typeof createdApiKeySchema>;
