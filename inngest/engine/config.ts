import { z } from "zod";

const port = z.coerce.number().int().min(0).max(65_535);

const schema = z.object({
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, "must be a postgresql:// address"),
  ENGINE_HOST: z.string().min(1).default("127.0.0.1"),
  ENGINE_PORT: port,
  ENGINE_SERVE_URL: z.url({ protocol: /^https?$/, error: "must be an http(s) address" }),
  INNGEST_EVENT_KEY: z.string().min(8, "must have at least 8 characters"),
  INNGEST_SIGNING_KEY: z
    .string()
    .regex(/^signkey-\w+-[0-9a-f]{32,}$/i, "must look like signkey-prod-<hex>"),
  ENGINE_CONCURRENCY: z.coerce.number().int().min(1).max(500).default(60),
  ENGINE_CALL_TIMEOUT_SECONDS: z.coerce.number().min(1).max(7_200).default(330),
  ENGINE_BACKOFF_BASE_SECONDS: z.coerce.number().min(0).max(3_600).default(15),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

/** Everything the engine can be told from outside. Times carry their unit in the name. */
export interface EngineConfig {
  databaseUrl: string;
  host: string;
  /** 0 asks the system for a free port; the engine reports the one it got. */
  port: number;
  serveUrl: string;
  eventKey: string;
  signingKey: string;
  /** Calls to the app at once, from this process. */
  concurrency: number;
  callTimeoutMs: number;
  /** First delay after a failed attempt; the later ones are multiples of it. */
  backoffBaseMs: number;
  logLevel: string;
}

/**
 * Reads the configuration from the environment.
 * @throws an Error whose message is one sentence naming the variable at fault, never its value.
 */
export function readConfig(env: Record<string, string | undefined>): EngineConfig {
  // An empty variable, as compose files and shells leave behind, means "not set".
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const name = String(issue?.path[0] ?? "The environment");
    if (given[name] === undefined) throw new Error(`The engine can't start: ${name} is not set.`);
    throw new Error(`The engine can't start: ${name} is not valid: ${issue?.message}.`);
  }
  const value = parsed.data;
  return {
    databaseUrl: value.DATABASE_URL,
    host: value.ENGINE_HOST,
    port: value.ENGINE_PORT,
    serveUrl: value.ENGINE_SERVE_URL,
    eventKey: value.INNGEST_EVENT_KEY,
    signingKey: value.INNGEST_SIGNING_KEY,
    concurrency: value.ENGINE_CONCURRENCY,
    callTimeoutMs: value.ENGINE_CALL_TIMEOUT_SECONDS * 1_000,
    backoffBaseMs: value.ENGINE_BACKOFF_BASE_SECONDS * 1_000,
    logLevel: value.LOG_LEVEL,
  };
}
