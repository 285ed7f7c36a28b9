import "server-only";
import { AppError } from "@/lib/http/errors";

/**
 * A JSON body as an object that can be spread into a verb's input.
 * @param taken names of that input which a body may not bring along
 */
export function objectBody(
  body: unknown,
  taken: readonly string[] = ["actor"],
): Record<string, unknown> {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new AppError("invalid_request", "Send a JSON object as the body.");
  }
  const path = taken.find((name) => Object.hasOwn(body, name));
  if (path !== undefined) {
    const message = "This field is not known.";
    throw new AppError("invalid_request", `${path}: ${message}`, [{ path, message }]);
  }
  return body as Record<string, unknown>;
}
