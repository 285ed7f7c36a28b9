import { backoffMs, MAX_TRIES, nextTry } from "./backoff";
import { sleepMs } from "./protocol/duration";
import { errorBody } from "./protocol/response";
import type { ErrorBody, Lease, Op, Outcome, TransportFault } from "./types";

/** Steps of one run, memoised and planned ones together. */
export const MAX_STEPS = 1_000;

/** What a step or a function may give back, as in Inngest: more fails the run. */
export const MAX_OUTPUT_BYTES = 4 * 1024 * 1024;

/** What an outcome changes. */
export type Change =
  | { kind: "complete"; output: string }
  | { kind: "fail"; error: ErrorBody; unsupported?: string }
  /** The same item again later: the next attempt, or another try of this one. */
  | { kind: "postpone"; attempt: number; tries: number; delayMs: number; reason: string }
  | {
      kind: "proceed";
      steps: { id: string; payload: string }[];
      planned: { id: string; kind: "call" | "sleep"; delayMs: number }[];
      /** Several operations were reported at once. */
      many: boolean;
      /** Look for what is next without waiting for the other pending steps. */
      eager: boolean;
    };

/** What deciding needs to know of the run. */
export interface Rules {
  maxAttempts: number;
  backoffBaseMs: number;
}

/** Decides what a call's outcome means for its run. Pure: the database is told afterwards. */
export function decide(lease: Lease, outcome: Outcome, rules: Rules): Change {
  switch (outcome.kind) {
    case "complete":
      return complete(outcome.output);
    case "slept":
      return proceed({ steps: [{ id: lease.stepId, payload: "null" }] });
    case "error":
      if (!outcome.retry) return { kind: "fail", error: outcome.error };
      return retry(lease, outcome.error, rules, outcome.retryAfterMs);
    case "unreachable":
      return tryAgain(lease, outcome.reason, outcome.fault, rules);
    case "ops":
      return operations(lease, outcome.ops, outcome.eager, rules, outcome.retryAfterMs);
  }
}

/** The next attempt after an error, or the end of the run when there is none left. */
export function retry(lease: Lease, error: ErrorBody, rules: Rules, retryAfterMs?: number): Change {
  if (lease.attempt + 1 >= rules.maxAttempts) return { kind: "fail", error };
  const delayMs = retryAfterMs ?? backoffMs(lease.attempt, rules.backoffBaseMs);
  const { message: reason } = error;
  return { kind: "postpone", attempt: lease.attempt + 1, tries: 0, delayMs, reason };
}

function tryAgain(lease: Lease, reason: string, fault: TransportFault, rules: Rules): Change {
  const { tries, delayMs } = nextTry(lease.tries, fault);
  if (tries < MAX_TRIES) {
    return { kind: "postpone", attempt: lease.attempt, tries, delayMs, reason };
  }
  const message = `The app can't be reached: ${reason}`;
  return retry(lease, { name: "EngineError", message }, rules);
}

function operations(
  lease: Lease,
  ops: Op[],
  eager: boolean,
  rules: Rules,
  retryAfterMs?: number,
): Change {
  const unknown = ops.find((op) => !KNOWN.has(op.op));
  if (unknown) return unsupported(`the operation ${unknown.op}`);
  const done = ops.find((op) => op.op === "RunComplete");
  if (done) return complete(JSON.stringify(done.data ?? null));
  const failing = ops.find((op) => op.op === "StepError");
  // The call is repeated as a whole, so nothing reported beside the error may be kept.
  if (failing && lease.attempt + 1 < rules.maxAttempts) {
    return retry(lease, errorBody(failing.error), rules, retryAfterMs);
  }
  const change = proceed({ many: ops.length > 1, eager });
  for (const op of ops) {
    if (op.op === "StepPlanned") {
      change.planned.push({ id: op.id, kind: "call", delayMs: 0 });
    } else if (op.op === "Sleep") {
      const delayMs = sleepMs(String(op.opts?.duration ?? op.name ?? ""));
      if (delayMs === undefined) return unsupported("the duration of this Sleep");
      change.planned.push({ id: op.id, kind: "sleep", delayMs });
    } else {
      const failed = op.op !== "StepRun";
      const result = failed ? { error: errorBody(op.error) } : { data: op.data ?? null };
      const payload = JSON.stringify(result);
      if (isTooLarge(payload)) return tooLarge("A step");
      change.steps.push({ id: op.id, payload });
    }
  }
  return change;
}

function complete(output: string): Change {
  return isTooLarge(output) ? tooLarge("The function") : { kind: "complete", output };
}

/** Whether a result is more than the engine keeps. */
export function isTooLarge(json: string): boolean {
  return Buffer.byteLength(json) > MAX_OUTPUT_BYTES;
}

function tooLarge(what: string): Change {
  const message = `${what} gave back more than ${MAX_OUTPUT_BYTES / 1024 / 1024} MiB: too large.`;
  return { kind: "fail", error: { name: "EngineError", message } };
}

const KNOWN = new Set([
  "StepRun",
  "StepError",
  "StepFailed",
  "StepPlanned",
  "Sleep",
  "RunComplete",
]);

/** The end of a run that asks for what the engine does not have. */
export function unsupported(what: string): Change {
  const message = `The embedded engine does not support ${what}.`;
  return { kind: "fail", error: { name: "EngineUnsupportedError", message }, unsupported: what };
}

type Proceed = Extract<Change, { kind: "proceed" }>;

function proceed(given: Partial<Proceed>): Proceed {
  return { kind: "proceed", steps: [], planned: [], many: false, eager: false, ...given };
}
