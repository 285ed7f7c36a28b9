import "server-only";
import { ZodError } from "zod";
import { AppError, type ErrorCode, errorCodes, type FieldError } from "@/lib/http/errors";
import { log } from "@/lib/log";
import "@/lib/http/zod-words";

/** Field errors in words from a zod error; the path is dotted, as in `items.0.price`. */
export function fieldErrors(error: ZodError): FieldError[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        path: [...issue.path, key].map(String).join("."),
        message: "This field is not known.",
      }));
    }
    return [{ path: issue.path.map(String).join("."), message: issue.message }];
  });
}

/** Parses input for a verb; a mismatch throws `invalid_request` naming each field. */
export function parseInput<T>(
  schema: {
    safeParse(v: unknown): { success: true; data: T } | { success: false; error: ZodError };
  },
  input: unknown,
): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const errors = fieldErrors(parsed.error);
  throw new AppError("invalid_request", detailOf(errors[0]), errors);
}

function detailOf(first: FieldError | undefined): string {
  if (!first) return "The request is not valid.";
  if (first.path) return `${first.path}: ${first.message}`;
  return /^[a-z]/.test(first.message) ? `The body ${first.message}.` : first.message;
}

/** The one mapper from anything thrown to `application/problem+json` (RFC 9457). */
export function problemResponse(error: unknown, requestId: string): Response {
  const known =
    error instanceof AppError
      ? error
      : error instanceof ZodError
        ? new AppError("invalid_request", "The request is not valid.", fieldErrors(error))
        : null;
  if (!known) log.error({ err: error, requestId }, "request failed");
  const code: ErrorCode = known?.code ?? "internal";
  const { status, title } = errorCodes[code];
  const headers = new Headers({
    "content-type": "application/problem+json",
    "x-request-id": requestId,
  });
  const retryAfter = known?.extra?.retryAfterSeconds;
  if (typeof retryAfter === "number") headers.set("retry-after", String(retryAfter));
  return Response.json(
    {
      type: `about:blank#${code}`,
      title,
      status,
      detail:
        known?.detail ??
        "The request could not be completed. Nothing was changed by it as far as we know.",
      code,
      requestId,
      ...(known?.errors?.length ? { errors: known.errors } : {}),
      ...known?.extra,
    },
    { status, headers },
  );
}
