/** The browser's way to the REST API, with the session cookie. */

export type FieldProblem = { path: string; message: string };

/** An answer that was not 2xx, or none at all (status 0). `detail` is written for the reader. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly errors: readonly FieldProblem[] | undefined,
    readonly extra: Readonly<Record<string, unknown>>,
  ) {
    super(detail);
    this.name = "ApiProblem";
  }
}

type Init = {
  method?: string;
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
  /** Sent even when the page is being left. */
  keepalive?: boolean;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isFieldProblem = (value: unknown): value is FieldProblem =>
  isObject(value) && typeof value.path === "string" && typeof value.message === "string";

/** Parsed JSON of a 2xx answer, undefined for 204; throws `ApiProblem` for anything else. */
export async function apiFetch<T>(path: string, init: Init = {}): Promise<T> {
  const hasBody = init.body !== undefined;
  let response: Response;
  try {
    response = await fetch(path, {
      method: init.method ?? "GET",
      credentials: "same-origin",
      cache: "no-store",
      keepalive: init.keepalive ?? false,
      signal: init.signal,
      headers: {
        accept: "application/json",
        ...(hasBody ? { "content-type": "application/json" } : {}),
        ...init.headers,
      },
      body: hasBody ? JSON.stringify(init.body) : undefined,
    });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new ApiProblem(
      0,
      "unreachable",
      "The server could not be reached. Check that it is running and that you are online.",
      undefined,
      {},
    );
  }
  if (response.status === 204) return undefined as T;
  const text = await response.text();
  const parsed = parse(text);
  if (response.ok && (parsed !== undefined || text === "")) return parsed as T;
  throw toProblem(response.status, parsed);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toProblem(status: number, body: unknown): ApiProblem {
  const fields = isObject(body) ? body : {};
  const { type: _t, title, status: _s, detail, code, message, errors, ...extra } = fields;
  const words = [detail, message, title].find((each) => typeof each === "string" && each !== "");
  return new ApiProblem(
    status,
    typeof code === "string" ? code : "unknown",
    typeof words === "string" ? words : `The server answered with ${status}.`,
    Array.isArray(errors) ? errors.filter(isFieldProblem) : undefined,
    extra,
  );
}

/** What went wrong, in words. */
export function problemText(error: unknown): string {
  return error instanceof Error ? error.message : "Something went wrong.";
}

/** `?a=b` from what is set; empty values are left out. */
export function query(
  params: Record<string, string | number | boolean | null | undefined>,
): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(params)) {
    if (value !== null && value !== undefined && value !== "") search.set(key, String(value));
  }
  const text = search.toString();
  return text ? `?${text}` : "";
}

export * from "@/components/api/keys";
export type * from "@/components/api/types";
