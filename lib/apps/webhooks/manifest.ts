import { z } from "zod";
import * as rules from "@/lib/webhooks/rules";
import type { AppManifest } from "../types";

/** Turns a check of `rules` into a refinement that gives the check's own sentence. */
function checked(check: (value: unknown) => string | null) {
  return (value: unknown, context: z.RefinementCtx) => {
    const message = check(value);
    if (message !== null) context.addIssue({ code: "custom", message });
  };
}

const secretRef = z.strictObject({ $secret: z.string().regex(/^sec_[0-9a-z]+$/) });

/** Text that `check` accepts, or the reference to a secret stored apart from the graph. */
function textOrSecret(check: (value: unknown) => string | null) {
  return z
    .union([z.string(), secretRef], { error: (issue) => check(issue.input) ?? undefined })
    .superRefine((value, context) => {
      if (typeof value === "string") checked(check)(value, context);
    });
}

const headers = z
  .record(z.string(), textOrSecret(rules.checkHeaderValue), {
    error: "Headers have to be an object of names and text values.",
  })
  .superRefine((value, context) => {
    const names = Object.keys(value);
    if (names.length > rules.CUSTOM_HEADERS_MAX) {
      context.addIssue({
        code: "custom",
        message: `A webhook may have ${rules.CUSTOM_HEADERS_MAX} headers of its own at most.`,
      });
    }
    const seen = new Set<string>();
    for (const name of names) {
      const twice = seen.has(name.toLowerCase()) ? `The header ${name} is given twice.` : null;
      const message = rules.checkHeaderName(name) ?? twice;
      if (message !== null) context.addIssue({ code: "custom", message, path: [name] });
      seen.add(name.toLowerCase());
    }
  });

/** A whole number within a range; every fault gets the one sentence that names the rule. */
function wholeNumber(label: string, min: number, max: number) {
  const error = `${label} must be between ${min} and ${max}`;
  return z
    .int({ error: `${error} and a whole number.` })
    .min(min, { error: `${error}.` })
    .max(max, { error: `${error}.` });
}

export const sendWebhookConfig = z.strictObject({
  webhookUrl: z
    .string({ error: (issue) => rules.checkWebhookUrl(issue.input) ?? undefined })
    .superRefine(checked(rules.checkWebhookUrl)),
  secret: textOrSecret(rules.checkSecret).optional(),
  headers: headers.optional(),
  /** Headers whose values are kept like the secret, beside those whose names say that they are one. */
  secretHeaders: z
    .array(z.string().max(rules.HEADER_NAME_MAX_LENGTH), {
      error: "This has to be a list of header names.",
    })
    .max(rules.CUSTOM_HEADERS_MAX)
    .optional(),
  retryAttempts: wholeNumber(
    "Retry attempts",
    rules.RETRY_ATTEMPTS_MIN,
    rules.RETRY_ATTEMPTS_MAX,
  ).default(rules.RETRY_ATTEMPTS_DEFAULT),
  /** Seconds, for the whole exchange. */
  timeout: wholeNumber("Timeout", rules.TIMEOUT_SECONDS_MIN, rules.TIMEOUT_SECONDS_MAX).default(
    rules.TIMEOUT_SECONDS_DEFAULT,
  ),
  retryOn: z
    .array(
      z.literal([...rules.RETRY_ON_CHOICES], {
        error: `Only ${rules.RETRY_ON_CHOICES.join(", ")} can be chosen.`,
      }),
    )
    .max(rules.RETRY_ON_CHOICES.length)
    .optional(),
});

export type SendWebhookConfig = z.infer<typeof sendWebhookConfig>;

/** What a webhook node hands on: how its delivery ended. */
export const sendWebhookOutput = z.looseObject({
  deliveryId: z.string(),
  status: z.string(),
  statusCode: z.number().nullable(),
  attempts: z.number(),
});

export const webhooks: AppManifest = {
  key: "webhooks",
  name: "Webhooks",
  description:
    "Sends what happened to any address on the web, signed and repeated until it arrives.",
  icon: "webhook",
  type: "http",
  auth: "none",
  operations: [
    {
      key: "webhooks.send",
      version: 1,
      kind: "action",
      title: "Send Webhook",
      description: "Sends the event as JSON in a POST request.",
      card: "POST to ⟨webhookUrl⟩",
      config: sendWebhookConfig,
      ui: {
        webhookUrl: {
          label: "Webhook URL",
          control: "url",
          placeholder: "https://your-service.com/webhook",
        },
        secret: {
          label: "Secret",
          control: "secret",
          help: "Signs every request, so that the receiver can tell it is from you.",
        },
        headers: {
          label: "Headers",
          control: "headers",
          help: "Values of headers such as Authorization are kept like the secret.",
        },
        secretHeaders: {
          label: "Also keep secret",
          control: "headerNames",
          help: "Their values are kept like the secret: they can be replaced, and not be read again.",
        },
        retryAttempts: { label: "Retry attempts", control: "number" },
        timeout: {
          label: "Timeout (seconds)",
          control: "number",
          help: "For the whole exchange, from looking up the address to the end of the answer.",
        },
        retryOn: {
          label: "Also retry on",
          control: "statusCodes",
          help: "Answers of 4xx are final, except those chosen here.",
          advanced: true,
        },
      },
      initialConfig: {
        webhookUrl: "",
        retryAttempts: rules.RETRY_ATTEMPTS_DEFAULT,
        timeout: rules.TIMEOUT_SECONDS_DEFAULT,
      },
      output: sendWebhookOutput,
      sample: {
        deliveryId: "dlv_01kay5q3m8sample0000000000",
        status: "succeeded",
        statusCode: 200,
        attempts: 1,
      },
      ports: [{ key: "out", label: "Then" }],
      secretPaths: ["secret"],
      abilities: { testNoun: "webhook", signingSecret: "secret", retries: "retryAttempts" },
      lifecycle: { state: "live" },
    },
  ],
};
