import type { ZodError, ZodType } from "zod";
import { ApiProblem, problemText } from "@/components/api";
import "@/lib/http/zod-words";

/** What is wrong with a form's fields, by their dotted paths. */
export type FieldErrors = Partial<Record<string, string>>;

/** Of several faults of a field the first is told. */
const byPath = (faults: readonly { path: string; message: string }[]): FieldErrors =>
  Object.fromEntries(faults.toReversed().map(({ path, message }) => [path, message]));

const faultsOf = (error: ZodError) =>
  error.issues.map(({ path, message }) => ({ path: path.map(String).join("."), message }));

/** What a schema, or the server, finds wrong with the fields; null when it names none. */
export function fieldErrors(error: unknown): FieldErrors | null {
  if (error instanceof ApiProblem) return error.errors?.length ? byPath(error.errors) : null;
  return error && typeof error === "object" && "issues" in error
    ? byPath(faultsOf(error as ZodError))
    : null;
}

/** What to say beside a field: its own fault, or why it could not be sent at all. */
export function fieldText(error: unknown, path: string): string | null {
  if (!error) return null;
  return fieldErrors(error)?.[path] ?? problemText(error);
}

/** Input as its schema takes it; throws what the server would answer, without asking it. */
export function checked<T>(schema: ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const faults = faultsOf(parsed.error);
  throw new ApiProblem(400, "invalid_request", faults[0]?.message ?? "", faults, {});
}
