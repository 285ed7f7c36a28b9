import { z } from "zod";
import { pageQuery } from "@/lib/http/page";
import { MASK } from "@/lib/secrets/mask";
import { checkSecret } from "@/lib/webhooks/rules";

export const INBOX_NAME_MAX_LENGTH = 100;
/** Older messages of an inbox give way to newer ones. */
export const MESSAGES_KEPT = 200;
/** How much of a message's body is kept. */
export const MESSAGE_BODY_MAX_BYTES = 1024 * 1024;
/** How much of a body a list shows. */
export const LISTED_BODY_BYTES = 64 * 1024;
const CHECK_SECRET_MAX = 1000;

/** How an inbox answers, so that every kind of receiver can be tried out. */
export const inboxBehaviours = [
  "ok",
  "fail-twice",
  "client-error",
  "gone",
  "server-error",
  "rate-limited",
  "slow",
  "too-slow",
  "cut-off",
  "redirect",
  "big-body",
  "invalid-json",
  "gzip",
] as const;

export const inboxBehaviourSchema = z.enum(inboxBehaviours);
export type InboxBehaviour = z.infer<typeof inboxBehaviourSchema>;

export const signatureResultSchema = z.enum(["valid", "invalid", "unsigned", "no-secret"]);
export type SignatureResult = z.infer<typeof signatureResultSchema>;

/** What the check of one signature header found. */
export const verdictSchema = z.enum([
  "valid",
  "missing",
  "malformed",
  "no-timestamp",
  "no-id",
  "too-old",
  "wrong-secret",
  "body-changed",
  "mismatch",
]);
export type Verdict = z.infer<typeof verdictSchema>;

export const signatureCheckSchema = z.object({
  header: z.enum(["X-Webhook-Signature", "webhook-signature"]),
  verdict: verdictSchema,
});
export type SignatureCheck = z.infer<typeof signatureCheckSchema>;

const name = z
  .string()
  .trim()
  .min(1, "Enter a name.")
  .max(INBOX_NAME_MAX_LENGTH, `Use ${INBOX_NAME_MAX_LENGTH} characters at most.`);

const secret = z.string().superRefine((value, context) => {
  const problem = value === MASK ? "Enter the secret itself." : checkSecret(value);
  if (problem !== null) context.addIssue({ code: "custom", message: problem });
});

export const createInboxSchema = z.strictObject({ name, secret: secret.nullish() });

/** What is left out stays as it is; `secret: null` removes the secret. */
export const updateInboxSchema = z.strictObject({
  name: name.optional(),
  behaviour: inboxBehaviourSchema.optional(),
  secret: secret.nullish(),
});

export const inboxPageSchema = z.strictObject(pageQuery);

/** Which messages; all of them together when more than one is given. */
export const messagePageSchema = z.strictObject({
  ...pageQuery,
  q: z
    .string()
    .trim()
    .max(200)
    .optional()
    .describe("Part of a header or of the body, such as an order number or a webhook id"),
  signature: signatureResultSchema.optional(),
});

/** A secret to check one message with; it is used once and kept nowhere. */
export const checkMessageSchema = z.strictObject({
  secret: z.string().min(1, "Enter a secret.").max(CHECK_SECRET_MAX, "This is too long."),
});

export const checkedMessageSchema = z.object({
  signature: signatureResultSchema,
  checks: z.array(signatureCheckSchema),
});
export type CheckedMessage = z.infer<typeof checkedMessageSchema>;

/** An inbox as it is answered; its secret never is. */
export const inboxSchema = z.object({
  id: z.string(),
  name: z.string(),
  url: z.url(),
  behaviour: inboxBehaviourSchema,
  hasSecret: z.boolean(),
  messageCount: z.int(),
  createdAt: z.iso.datetime(),
});
export type InboxDto = z.infer<typeof inboxSchema>;

/** One request that arrived; the values of sensitive headers are masked. */
export const inboxMessageSchema = z.object({
  id: z.string(),
  method: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
  bodySize: z.int().describe("Bytes that arrived"),
  bodyIsCut: z.boolean().describe("Whether more of the body arrived than is shown here"),
  answeredWith: z.int(),
  signature: signatureResultSchema,
  checks: z.array(signatureCheckSchema).describe("Of each signature header"),
  checkedWith: z.enum(["inbox", "sender"]).nullable().describe("Whose secret it was checked with"),
  webhookId: z.string().nullable(),
  arrival: z.int().describe("The how-manieth message with this webhook id it is"),
  deliveryId: z.string().nullable().describe("The delivery of this instance that sent it"),
  runId: z.string().nullable(),
  receivedAt: z.iso.datetime(),
});
export type InboxMessageDto = z.infer<typeof inboxMessageSchema>;
