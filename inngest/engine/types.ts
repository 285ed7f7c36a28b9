import type { Logger } from "pino";

export type Log = Logger;

/** The item of a run that asks the SDK "what is next?" rather than for one named step. */
export const DISCOVERY = "step";

/** One unit of work this process holds the lease of. */
export interface Lease {
  id: string;
  runId: string;
  functionId: string;
  stepId: string;
  /** A `sleep` that is over needs no call: it only has to be recorded. */
  kind: "call" | "sleep";
  attempt: number;
  /** Calls since the last counted attempt that never reached a working app. */
  tries: number;
  /** Grows with every claim: a result that comes back under an older number is refused. */
  claims: number;
}

/** A lease as the SDK names it when it reports steps: an older claim of the same item is another one. */
export function queueItemId({ id, claims }: Pick<Lease, "id" | "claims">): string {
  return `${id}.${claims}`;
}

/** What one call needs to know of its run, as stored. */
export interface RunState {
  event: Record<string, unknown>;
  /** Memoised results by hashed step id, in the order they completed. */
  steps: Record<string, unknown>;
  forcePlan: boolean;
  maxAttempts: number;
}

/** One operation the SDK reported. Only the fields the engine reads. */
export interface Op {
  id: string;
  op: string;
  name?: string;
  data?: unknown;
  error?: unknown;
  opts?: Record<string, unknown>;
}

/** What came of a call. */
export type Outcome =
  | { kind: "complete"; output: string }
  | { kind: "ops"; ops: Op[]; retryAfterMs?: number; eager: boolean }
  | { kind: "error"; error: ErrorBody; retry: boolean; retryAfterMs?: number }
  /** The app did not answer as an app: a fault of the transport, which spends no attempt at once. */
  | { kind: "unreachable"; reason: string; fault: TransportFault }
  | { kind: "slept" };

/**
 * `absent`: nothing listens there. `cut`: the connection ended in the middle of the call.
 * `other`: something answered, but not as the app does.
 */
export type TransportFault = "absent" | "cut" | "other";

export interface ErrorBody {
  name: string;
  message: string;
  stack?: string;
  [key: string]: unknown;
}
