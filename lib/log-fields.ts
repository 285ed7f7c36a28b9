import "server-only";
import { isNativeError } from "node:util/types";
import { isSecretName, safeText } from "@/lib/log-text";
import { MASK } from "@/lib/secrets/mask";

/** Of what a line is given, so much is written: nothing that logs by mistake may be a burden. */
const MAX_DEPTH = 6;
const MAX_VALUES = 500;
const MAX_ITEMS = 50;
const MAX_CAUSES = 4;
const MAX_FRAMES = 30;

const LEFT_OUT = "[…]";

/**
 * What of an error is written beside its kind, words, frames and causes. Any other field may hold a
 * request, an answer or, as `detail` of PostgreSQL's, a whole row.
 */
const FACTS = [
  "code",
  "errno",
  "syscall",
  "address",
  "port",
  "status",
  "statusCode",
  "responseCode",
  "kind",
  "phase",
  "severity",
  "schema",
  "table",
  "column",
  "dataType",
  "constraint",
  "routine",
  "originalCode",
  "modelName",
  "digest",
] as const;

type Fields = Record<string, unknown>;

/** The fields of a line as a log may have them. Never throws. */
export function safeFields(fields: Fields): Fields {
  return copyOf(fields, { depth: 0, budget: { left: MAX_VALUES } });
}

/** Any value as a log may have it. Never throws. */
export function safeValue(value: unknown): unknown {
  return safeAt(value, { depth: 0, budget: { left: MAX_VALUES } });
}

interface Place {
  depth: number;
  budget: { left: number };
}

function copyOf(source: object, { depth, budget }: Place): Fields {
  const copy: Fields = {};
  for (const key of Object.keys(source)) {
    const value = read(source, key);
    const isHidden = isSecretName(key) && !tellsNothing(value);
    copy[key] = isHidden ? MASK : safeAt(value, { depth: depth + 1, budget });
    if (budget.left <= 0) break;
  }
  return copy;
}

/** Tells nothing of a secret, but whether there is one. */
const tellsNothing = (value: unknown) =>
  value === undefined || value === null || typeof value === "boolean";

function safeAt(value: unknown, { depth, budget }: Place): unknown {
  budget.left -= 1;
  if (typeof value === "string") return safeText(value);
  if (typeof value === "bigint") return String(value);
  if (typeof value === "function" || typeof value === "symbol") return undefined;
  if (typeof value !== "object" || value === null) return value;
  if (depth > MAX_DEPTH || budget.left <= 0) return LEFT_OUT;
  if (isError(value)) return errorOf(value, 0);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  const within = { depth: depth + 1, budget };
  if (Array.isArray(value)) {
    const items = value.slice(0, MAX_ITEMS).map((item) => safeAt(item, within));
    return value.length > MAX_ITEMS ? [...items, LEFT_OUT] : items;
  }
  if (hasJson(value)) return safeAt(jsonOf(value), within);
  // Of an instance of a class nobody knows what hangs on it.
  return isPlain(value) ? copyOf(value, { depth, budget }) : `[${classOf(value)}]`;
}

/** What is told of an error, or of what somebody gave one for a cause. */
function errorOf(error: object, depth: number): Fields {
  const type = typeOf(error);
  const message = wordsOf(error);
  const facts = FACTS.flatMap((name): [string, unknown][] => {
    const value = read(error, name);
    if (typeof value === "string") return [[name, safeText(value)]];
    return typeof value === "number" ? [[name, value]] : [];
  });
  const told: Fields = { type, message, ...Object.fromEntries(facts) };
  const frames = framesOf(error);
  if (frames.length > 0) told.stack = [`${type}: ${message}`, ...frames].join("\n");
  if (depth >= MAX_CAUSES) return told;
  const cause = read(error, "cause") ?? prismaCause(error);
  if (isObject(cause)) told.cause = errorOf(cause, depth + 1);
  const errors = read(error, "errors");
  if (Array.isArray(errors))
    told.errors = errors
      .slice(0, MAX_CAUSES)
      .filter(isObject)
      .map((each) => errorOf(each, depth + 1));
  return told;
}

/** What the database's driver told Prisma. */
function prismaCause(error: object): unknown {
  const meta = read(error, "meta");
  return isObject(meta) ? read(meta, "driverAdapterError") : undefined;
}

function typeOf(error: object): string {
  const name = read(error, "name");
  const isTelling = typeof name === "string" && name !== "" && name.toLowerCase() !== "error";
  return isTelling ? safeText(name) : classOf(error);
}

function wordsOf(error: object): string {
  const message = read(error, "message");
  if (typeof message !== "string") return "";
  if (read(error, "name") !== "PrismaClientValidationError") return safeText(message);
  // In between it repeats all that it was called with.
  const lines = message.split("\n").filter((line) => line.trim() !== "");
  return safeText([lines.at(0), lines.at(-1)].join(" "));
}

/** The places of a stack, without the words before them. */
function framesOf(error: object): string[] {
  const stack = read(error, "stack");
  const message = read(error, "message");
  if (typeof stack !== "string") return [];
  const at = typeof message === "string" ? stack.indexOf(message) : -1;
  const places =
    typeof message === "string" && at !== -1 ? stack.slice(at + message.length) : stack;
  return places
    .split("\n")
    .filter((line) => /^ +at /.test(line))
    .slice(0, MAX_FRAMES)
    .map(safeText);
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
const isError = (value: object) => isNativeError(value) || value instanceof Error;

/** Also of another realm, as Next has them. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return !isObject(prototype) || Object.getPrototypeOf(prototype) === null;
}

function classOf(value: object): string {
  const made = read(value, "constructor");
  return typeof made === "function" && made.name !== "" ? made.name : "object";
}

/** A field of whatever it is; undefined where it can't be read. */
function read(from: object, name: string): unknown {
  try {
    return Reflect.get(from, name);
  } catch {
    return undefined;
  }
}

interface HasJson {
  toJSON(): unknown;
}

const hasJson = (value: object): value is HasJson => typeof read(value, "toJSON") === "function";

function jsonOf(value: HasJson): unknown {
  try {
    return value.toJSON();
  } catch {
    return LEFT_OUT;
  }
}
