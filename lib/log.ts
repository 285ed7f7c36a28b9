import "server-only";
import pino from "pino";
import { safeFields, safeValue } from "@/lib/log-fields";

/** No `child`: what is bound to one would be written without being looked at. */
export type Log = Pick<
  pino.Logger,
  "trace" | "debug" | "info" | "warn" | "error" | "fatal" | "level"
>;

/**
 * Makes a log of one JSON object a line, at the level of LOG_LEVEL. What could hold a secret is taken
 * out of its fields, its errors and its words, whoever gives them.
 * @param to where the lines go; the standard output by default
 */
export function createLog(to?: pino.DestinationStream): Log {
  const options: pino.LoggerOptions = {
    level: chosenLevel(),
    base: undefined,
    formatters: { log: safeFields },
    // What an error becomes is made with the other fields.
    serializers: { err: (told: unknown) => told },
    hooks: {
      logMethod(args, method) {
        Reflect.apply(method, this, spelledOut(args));
      },
    },
  };
  return to ? pino(options, to) : pino(options);
}

/** The one log of this process. */
export const log = createLog();

/** The words of a call, and what is put into them, without secrets; its fields are looked at later. */
function spelledOut([first, ...words]: readonly unknown[]): unknown[] {
  if (typeof first !== "object" || first === null) return [first, ...words].map(safeValue);
  const fields = first instanceof Error ? { err: first } : first;
  // Without words, pino would take the error's as they are.
  const err = "err" in fields ? fields.err : undefined;
  const msg = "msg" in fields ? fields.msg : undefined;
  const said =
    words.length === 0 && msg === undefined && err instanceof Error ? [err.message] : words;
  return [fields, ...said.map(safeValue)];
}

/**
 * Empty is unset, as everywhere. One that is wrong is for `env()` to refuse by name: the log that tells so
 * has to be there.
 */
function chosenLevel(): string {
  const given = process.env.LOG_LEVEL?.trim() ?? "";
  return given === "silent" || Object.hasOwn(pino.levels.values, given) ? given : "info";
}
