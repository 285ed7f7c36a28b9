import "server-only";
import { z } from "zod";

const schema = z.object({
  NODE_ENV: z.string().default("production"),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  HOST: z.string().min(1).default("127.0.0.1"),
  APP_URL: z.url({ protocol: /^https?$/ }).optional(),
  DATABASE_URL: z.string().min(1),
  APP_SECRET: z.string().min(16, "must have at least 16 characters"),
  APP_SECRET_PREVIOUS: z.string().min(16, "must have at least 16 characters").optional(),
  ADMIN_EMAIL: z.email().optional(),
  ADMIN_PASSWORD: z.string().min(8).max(128).optional(),
  ENGINE_KIND: z.enum(["embedded", "inngest"]).default("embedded"),
  INNGEST_BASE_URL: z.url().optional(),
  WEBHOOK_BACKOFF_BASE_SECONDS: z.coerce.number().positive().max(3600).default(5),
  API_RATE_LIMIT_PER_MINUTE: z.coerce.number().int().min(1).max(1_000_000).default(6_000),
  WEBHOOK_ALLOWED_CIDRS: z.string().optional(),
  OUTBOUND_PROXY_URL: z.url({ protocol: /^http$/ }).optional(),
  OIDC_ISSUER: z
    .url({ protocol: /^https?$/, abort: true })
    .refine(isSafeIssuer, "must begin with https://, unless it is of this machine")
    .optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_LABEL: z.string().max(60).default("single sign-on"),
  OIDC_DEFAULT_ROLE: z.enum(["viewer", "editor", "owner"]).optional(),
  SMTP_URL: z.url({ protocol: /^smtps?$/ }).optional(),
  MAIL_FROM: z.string().min(3).optional(),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
});

export type Env = z.infer<typeof schema> & { appUrl: string };

let cached: Env | undefined;

/**
 * The configuration, parsed once (design: "Configuration").
 * Throws an Error that names the variable when one is wrong.
 */
export function env(): Env {
  if (cached) return cached;
  // As the start reads them: blanks around a value are none of it, and an empty one is unset.
  const given = Object.fromEntries(
    Object.entries(process.env)
      .map(([name, value]) => [name, value?.trim()])
      .filter(([, value]) => value !== ""),
  );
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new Error(`Configuration: ${issue?.path.join(".")}: ${issue?.message}`);
  }
  const { APP_URL, HOST, PORT } = parsed.data;
  const appUrl = (APP_URL ?? defaultAppUrl(HOST, PORT)).replace(/\/+$/, "");
  cached = { ...parsed.data, appUrl };
  return cached;
}

/** Where the browser of this machine finds a server bound to `host`. */
function defaultAppUrl(host: string, port: number): string {
  const name = host === "0.0.0.0" || host === "::" ? "localhost" : host;
  return `http://${name.includes(":") ? `[${name}]` : name}:${port}`;
}

/** As the start has it: what a provider says of people, and our secret, is for nobody on the way. */
function isSafeIssuer(issuer: string): boolean {
  const { protocol, hostname } = new URL(issuer);
  return protocol === "https:" || ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

/** Whether the web server can be reached from this machine only. */
export function isLoopbackHost(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}
