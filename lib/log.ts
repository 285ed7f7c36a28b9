import "server-only";
import pino from "pino";

/** Structured logs, one JSON object a line. Paths that could hold a secret are removed. */
export const log = pino({
  level: process.env.LOG_LEVEL ?? "info",
  base: undefined,
  redact: ["*.secret", "*.authorization", "*.cookie", "*.password", "headers"],
});
