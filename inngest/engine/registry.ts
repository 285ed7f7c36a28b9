import { createHash } from "node:crypto";
import { type CronTimes, parseCron } from "./cron-times";

export const FAILED_EVENT = "inngest/function.failed";
export const TIMER_EVENT = "inngest/scheduled.timer";

const DEFAULT_RETRIES = 4;
const MAX_RETRIES = 20;
/** Longer key values are hashed: an index entry has room for about 2 700 bytes. */
const MAX_KEY_LENGTH = 100;

interface EventTrigger {
  event: string;
  /** Only failures of this function, for an `onFailure` handler. */
  failedFunctionId?: string;
}

export interface CronTrigger {
  cron: string;
  times: CronTimes;
}

interface Limit {
  limit: number;
  /** Path inside event.data; none counts all runs of the function together. */
  path?: string[];
}

/** A function of the app, as the engine understands its configuration. */
export interface RegisteredFunction {
  id: string;
  events: EventTrigger[];
  crons: CronTrigger[];
  maxAttempts: number;
  limits: Limit[];
  /** Why the engine won't run it; such a function gets no runs at all. */
  refused?: string;
  config: string;
}

/** A run an event asks for. */
export interface Match {
  functionId: string;
  key1: string;
  key2: string;
}

/** The functions known to this process, indexed by the event that starts them. */
export class Registry {
  private functions = new Map<string, RegisteredFunction>();
  private byEvent = new Map<string, RegisteredFunction[]>();

  /** Replaces everything known. Returns true when anything differs from before. */
  replace(functions: RegisteredFunction[]): boolean {
    const fingerprint = (list: Iterable<RegisteredFunction>) =>
      [...list]
        .map((fn) => fn.config)
        .sort()
        .join("\n");
    const changed = fingerprint(functions) !== fingerprint(this.functions.values());
    this.functions = new Map(functions.map((fn) => [fn.id, fn]));
    this.byEvent.clear();
    for (const fn of functions) {
      for (const name of new Set(fn.events.map((trigger) => trigger.event))) {
        this.byEvent.set(name, [...(this.byEvent.get(name) ?? []), fn]);
      }
    }
    return changed;
  }

  all(): RegisteredFunction[] {
    return [...this.functions.values()];
  }

  /** The runs this event starts, and why it has to wait for more, if it does. */
  match(name: string, data: unknown): { matches: Match[]; waiting: string | null } {
    if (this.functions.size === 0) return { matches: [], waiting: "registration" };
    const listening = (this.byEvent.get(name) ?? []).filter((fn) =>
      fn.events.some(
        (trigger) =>
          trigger.event === name &&
          (trigger.failedFunctionId === undefined ||
            trigger.failedFunctionId === read(data, ["function_id"])),
      ),
    );
    const matches = listening.filter((fn) => !fn.refused).map((fn) => matchOf(fn, data));
    if (listening.some((fn) => fn.refused)) return { matches, waiting: "refused" };
    // A failure nobody handles is ordinary; any other unheard name may belong to a newer app.
    const unheard = listening.length === 0 && !name.startsWith("inngest/");
    return { matches, waiting: unheard ? "unknown" : null };
  }
}

/** The run a function starts for an event's data, with its concurrency keys worked out. */
export function matchOf(fn: RegisteredFunction, data: unknown): Match {
  const [key1 = "", key2 = ""] = fn.limits.map(({ path }) =>
    path ? keyOf(read(data, path)) : "*",
  );
  return { functionId: fn.id, key1, key2 };
}

/**
 * Reads one function configuration as the SDK's in-band sync reports it. What the engine does not
 * implement is named in `refused`: running the function without it would be a silent difference.
 */
export function parseFunction(raw: Record<string, unknown>): RegisteredFunction {
  const refusals: string[] = [];
  const fn: RegisteredFunction = {
    id: String(raw.id),
    events: [],
    crons: [],
    maxAttempts: DEFAULT_RETRIES + 1,
    limits: [],
    config: JSON.stringify(raw),
  };
  for (const option of UNSUPPORTED) {
    if (isSet(raw[option])) refusals.push(`the option "${option}"`);
  }
  for (const trigger of asArray(raw.triggers)) readTrigger(trigger, fn, refusals);
  readSteps(raw.steps, fn, refusals);
  readConcurrency(raw.concurrency, fn, refusals);
  if (refusals.length > 0)
    fn.refused = `the embedded engine does not support ${refusals.join(", ")}`;
  return fn;
}

const UNSUPPORTED = [
  "batchEvents",
  "debounce",
  "throttle",
  "rateLimit",
  "singleton",
  "priority",
  "cancel",
  "idempotency",
  "timeouts",
] as const;

function readTrigger(trigger: Record<string, unknown>, fn: RegisteredFunction, refusals: string[]) {
  if (typeof trigger.cron === "string") {
    const times = parseCron(trigger.cron);
    if (!times || isSet(trigger.jitter)) refusals.push(`the cron trigger "${trigger.cron}"`);
    else fn.crons.push({ cron: trigger.cron, times });
    return;
  }
  const event = String(trigger.event);
  const expression = isSet(trigger.expression) ? String(trigger.expression) : undefined;
  // The exact shape the SDK writes for onFailure.
  const failed = expression?.match(/^event\.data\.function_id == '([^']+)'$/)?.[1];
  if (expression && !(failed && event === FAILED_EVENT)) {
    refusals.push(`the trigger expression "${expression}"`);
  }
  if (event.includes("*")) refusals.push(`the wildcard event "${event}"`);
  if (event.startsWith("inngest/") && event !== FAILED_EVENT) {
    refusals.push(`the internal event "${event}"`);
  }
  fn.events.push(failed ? { event, failedFunctionId: failed } : { event });
}

function readSteps(steps: unknown, fn: RegisteredFunction, refusals: string[]) {
  const list = Object.values((steps ?? {}) as Record<string, Record<string, unknown>>);
  if (list.length !== 1) refusals.push(`${list.length} entry steps`);
  const step = list[0] as
    | { runtime?: { type?: string }; retries?: { attempts?: number } }
    | undefined;
  const runtime = step?.runtime?.type ?? "none";
  if (runtime !== "http") refusals.push(`the step runtime "${runtime}"`);
  // "attempts" counts retries.
  const retries = step?.retries?.attempts ?? DEFAULT_RETRIES;
  fn.maxAttempts = Math.min(Math.max(Math.floor(retries), 0), MAX_RETRIES) + 1;
}

function readConcurrency(raw: unknown, fn: RegisteredFunction, refusals: string[]) {
  if (!isSet(raw)) return;
  const list = typeof raw === "number" ? [{ limit: raw }] : asArray(raw);
  if (list.length > 2) refusals.push(`${list.length} concurrency limits`);
  for (const entry of list as { limit?: unknown; key?: unknown; scope?: unknown }[]) {
    const limit = Number(entry.limit);
    const path = typeof entry.key === "string" ? keyPath(entry.key) : undefined;
    if (entry.scope !== undefined && entry.scope !== "fn") {
      refusals.push(`the concurrency scope "${entry.scope}"`);
    } else if (isSet(entry.key) && !path) {
      refusals.push(`the concurrency key "${entry.key}"`);
    } else if (limit > 0) {
      fn.limits.push({ limit: Math.floor(limit), path });
    }
  }
}

function keyPath(key: string): string[] | undefined {
  return /^event\.data(\.[A-Za-z_]\w*)+$/.test(key) ? key.split(".").slice(2) : undefined;
}

function keyOf(value: unknown): string {
  const text = JSON.stringify(value ?? null);
  if (text.length <= MAX_KEY_LENGTH) return text;
  return createHash("sha256").update(text).digest("hex");
}

function read(value: unknown, path: string[]): unknown {
  let at: unknown = value;
  for (const part of path) {
    if (at === null || typeof at !== "object") return undefined;
    at = (at as Record<string, unknown>)[part];
  }
  return at;
}

function asArray(value: unknown): Record<string, unknown>[] {
  return (Array.isArray(value) ? value : [value]).filter(
    (entry): entry is Record<string, unknown> => typeof entry === "object" && entry !== null,
  );
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0);
}
