/**
 * Every error that a caller may see. The union is closed: a new code needs its status and title here.
 * Anything else that is thrown becomes `internal` with a generic body.
 */
export const errorCodes = {
  invalid_request: { status: 400, title: "The request is not valid" },
  malformed_json: { status: 400, title: "The body is not valid JSON" },
  unauthenticated: { status: 401, title: "Sign in or send an API key" },
  forbidden: { status: 403, title: "You may not do this" },
  not_found: { status: 404, title: "There is no such thing" },
  method_not_allowed: { status: 405, title: "This address does not take that method" },
  conflict: { status: 409, title: "This conflicts with what is there" },
  stale_revision: { status: 409, title: "The scenario was changed in the meantime" },
  idempotency_mismatch: { status: 409, title: "This Idempotency-Key was used with another body" },
  payload_too_large: { status: 413, title: "The body is too large" },
  draft_too_large: { status: 413, title: "The scenario is too large" },
  unsupported_media_type: { status: 415, title: "Send JSON" },
  scenario_invalid: { status: 422, title: "The scenario has problems" },
  too_many_requests: { status: 429, title: "Too many requests" },
  unavailable: { status: 503, title: "A part is not available right now" },
  internal: { status: 500, title: "Something went wrong on our side" },
} as const;

export type ErrorCode = keyof typeof errorCodes;

export type FieldError = { path: string; message: string };

/**
 * An error whose `detail` is written for the caller. `extra` is added to the problem body; its
 * `retryAfterSeconds` is told in the header Retry-After as well.
 */
export class AppError extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly detail: string,
    readonly errors?: readonly FieldError[],
    readonly extra?: Readonly<Record<string, unknown>>,
  ) {
    super(`${code}: ${detail}`);
    this.name = "AppError";
  }
}

/** 404 for a thing of a kind; also used where the caller may not know that it exists. */
export function notFound(what: string): AppError {
  return new AppError("not_found", `There is no ${what} with this id.`);
}
