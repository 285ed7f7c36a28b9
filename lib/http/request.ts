import { notFound } from "@/lib/http/errors";

/** The `id` of the path. */
export function idOf(params: Record<string, string>): string {
  const id = params.id;
  if (!id) throw notFound("thing");
  return id;
}

/**
 * Whether the caller asks for lenient handling (RFC 7240, `Prefer: handling=lenient`): the editor
 * saves half-typed values as they are, a program is told of a wrong value at once.
 */
export function prefersLenient(request: Pick<Request, "headers">): boolean {
  return /(^|,)\s*handling\s*=\s*lenient\b/i.test(request.headers.get("prefer") ?? "");
}
