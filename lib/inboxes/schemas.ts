import { z } from "zod";
import { pageQuery } from "@/lib/http/page";
import { MASK } from "@/lib/secrets/mask";
import { checkSecret } from "@/lib/webhooks/rules";

export const INBOX_NAME_MAX_LENGTH = 100;
/** Older messages of an inbox give way to newer ones. */
export const MESSAGES_KEPT = 200;
/** How much of a message's body is kept. */
export const MESSAGE_BODY_MAX_BYTES = 1024 * 1024;

/** How an inbox answers, so that every kind of receiver can be tried out. */
export const inboxBehaviours = [
  "ok",
  "fail-twice",
  "client-error",
  "server-error",
  "slow",
  "redirect",
  "big-body",
] as const;

export const inboxBehaviourSchema = z.enum(inboxBehaviours);
export type InboxBehaviour = z.infer<typeof inboxBehaviourSchema>;

export const signatureResultSchema = z.enum(["valid", "invalid", "unsigned", "no-secret"]);
export type SignatureResult = z.infer<typeof signatureResultSchema>;

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
  answeredWith: z.int(),
  signature: signatureResultSchema,
  receivedAt: z.iso.datetime(),
});
export type InboxMessageDto = z.infer<typeof inboxMessageSchema>;
