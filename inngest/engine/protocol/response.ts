import type { ErrorBody, Op, Outcome } from "../types";
import { retryAfterMs } from "./duration";

/** A response as it came: lower-case header names, the body read to its end. */
export interface RawResponse {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** Answers that come from something in front of the app, or from an app not ready to be one. */
const NOT_THE_APP = new Set([401, 403, 404, 408, 429, 502, 503, 504]);

/** Turns the app's answer into what the engine has to do about it. */
export function readResponse(response: RawResponse): Outcome {
  const { status, body } = response;
  const header = (name: string) => {
    const value = response.headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  const retryAfter = retryAfterMs(header("retry-after"));
  if (!header("x-inngest-sdk")) {
    if (status === 401) return unreachable("the app refused the signature (401): check the keys");
    if (status < 400) return unreachable(`answer ${status} without an x-inngest-sdk header`);
    if (NOT_THE_APP.has(status)) return unreachable(`answer ${status}, not from the SDK`);
  }
  if (status === 206) return readOps(response, retryAfter, header("x-inngest-req-version"));
  if (status === 200) {
    if (parse(body) === undefined) return fault("The output of the function is not JSON.");
    return { kind: "complete", output: body };
  }
  if (status === 201) return fault("Streaming responses are not supported by the engine.");
  if (status < 400) return fault(`The engine does not understand the answer ${status}.`);
  return {
    kind: "error",
    error: errorBody(parse(body) ?? body, status),
    retry: header("x-inngest-no-retry") !== "true",
    retryAfterMs: retryAfter,
  };
}

function readOps(
  response: RawResponse,
  retryAfter: number | undefined,
  version: string | undefined,
): Outcome {
  const parsed = parse(response.body);
  const ops = (Array.isArray(parsed) ? parsed : [parsed]) as Op[];
  const wellFormed = ops.every((op) => typeof op?.id === "string" && typeof op?.op === "string");
  if (!wellFormed || ops.length === 0) {
    return fault("The app reported steps the engine can't read.");
  }
  // Version 1, or a race, wants to look again after every step; else after the last one pending.
  const eager = version === "1" || ops.some((op) => op.opts?.parallelMode === "race");
  return { kind: "ops", ops, retryAfterMs: retryAfter, eager };
}

/** Any value as an error with a name and a message, which is what a function's catch receives. */
export function errorBody(value: unknown, status?: number): ErrorBody {
  const fallback = status ? `The app answered ${status}.` : "Unknown error";
  if (value !== null && typeof value === "object") {
    const error = value as Record<string, unknown>;
    return {
      ...error,
      name: typeof error.name === "string" && error.name ? error.name : "Error",
      message: String(error.message ?? error.error ?? fallback),
    };
  }
  // Anything else is a page or a stack of a server in between: its first line is enough.
  const text = typeof value === "string" ? value.trim().slice(0, 200).replaceAll("\u0000", "") : "";
  return { name: "Error", message: text ? `${fallback} ${text}` : fallback };
}

function unreachable(reason: string): Outcome {
  return { kind: "unreachable", reason, fault: "other" };
}

/** A failure no repetition of the call would change. */
function fault(message: string): Outcome {
  return { kind: "error", error: { name: "EngineError", message }, retry: false };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
