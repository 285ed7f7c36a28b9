import "server-only";
import { randomUUID } from "node:crypto";
import { withOrigin } from "@/lib/audit/request-origin";
import type { Actor } from "@/lib/auth/actor";
import { may, type Permission, permissions, requirePermission } from "@/lib/auth/permissions";
import { requireActor } from "@/lib/auth/require-actor";
import { AppError } from "@/lib/http/errors";
import { problemResponse } from "@/lib/http/problem";
import { bodyOf, type LimitedBody, readLimited } from "@/lib/http/read-limited";

/** The largest body a handler reads, in bytes. */
export const MAX_BODY_BYTES = 256 * 1024;
/** How deep its objects and lists may be nested: writing JSON, unlike reading it, is recursive. */
const MAX_DEPTH = 100;

type Params = Record<string, string>;

/** The head of a request, by whichever server. */
export type RequestHead = Pick<Request, "method" | "url" | "headers">;

/** A request to a route, by whichever server. */
export interface Call {
  request: RequestHead;
  body: LimitedBody;
  params: Params;
}

export type RouteContext = {
  actor: Actor;
  request: RequestHead;
  params: Params;
  query: Record<string, string>;
  /** The parsed JSON body; `undefined` where the request has none. */
  body: () => Promise<unknown>;
  requestId: string;
};

/**
 * Adapts HTTP to a verb: authenticates (session or API key), refuses who may not, before anything else
 * is read, reads the body within its limit, turns what the handler returns into JSON and what it
 * throws into a problem response.
 * @param permission what the caller needs; the tests read it from the function that is returned
 * @returns the handler for Next, and `answerCall` for a server of our own (`serve-node.ts`)
 */
export function route(
  permission: Permission,
  handler: (context: RouteContext) => Promise<Response | object>,
  status = 200,
) {
  const answerCall = async ({ request, body: limited, params }: Call): Promise<Response> => {
    const requestId = randomUUID();
    const answer = new Headers();
    try {
      const actor = await requireActor(request, answer);
      if (!may(actor, permission)) tellScope(answer, actor, permission);
      requirePermission(actor, permission);
      const query = readQuery(new URL(request.url).searchParams);
      // PostgreSQL's text cannot hold NUL; no id, filter or name has a use for it.
      for (const [name, value] of [...Object.entries(params), ...Object.entries(query)]) {
        if (value.includes("\u0000"))
          throw new AppError("invalid_request", `${name}: contains a NUL character.`, [
            { path: name, message: "contains a NUL character" },
          ]);
      }
      const body = () => readJson(request, limited);
      const result = await withOrigin(request.headers, () =>
        handler({ actor, request, params, query, requestId, body }),
      );
      if (result instanceof Response) return withHeaders(result, answer);
      return withHeaders(
        Response.json(result, {
          status,
          headers: { "x-request-id": requestId, "cache-control": "no-store" },
        }),
        answer,
      );
    } catch (error) {
      return withHeaders(problemResponse(error, requestId), answer);
    }
  };
  const handle = async (
    request: Request,
    segment: { params: Promise<Params | undefined> },
  ): Promise<Response> => {
    // A route without a dynamic segment has no params at all.
    const params = (await segment.params) ?? {};
    return answerCall({ request, body: bodyOf(request), params });
  };
  return Object.assign(handle, { permission, answerCall });
}

function withHeaders(response: Response, headers: Headers): Response {
  for (const [name, value] of headers) response.headers.set(name, value);
  return response;
}

/** The scope that a key lacks, as RFC 6750, 3.1 has it told. */
function tellScope(answer: Headers, actor: Actor, permission: Permission): void {
  const { scope } = permissions[permission];
  if (actor.kind !== "apiKey" || scope === null) return;
  answer.set("www-authenticate", `Bearer error="insufficient_scope", scope="${scope}"`);
}

async function readJson({ headers }: RequestHead, body: LimitedBody): Promise<unknown> {
  const type = headers.get("content-type") ?? "";
  const bytes = await readLimited(body, MAX_BODY_BYTES);
  if (bytes.length === 0) return undefined;
  if (type && !/^application\/([\w.+-]*\+)?json\b/i.test(type)) {
    throw new AppError("unsupported_media_type", "Send the body as application/json.");
  }
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new AppError("malformed_json", "The body could not be read as JSON.");
  }
  const fault = findFault(value);
  if (fault !== null) {
    throw new AppError("invalid_request", `${fault.path}: ${fault.message}.`, [fault]);
  }
  return value;
}

/**
 * The first string or key with a NUL character, a `__proto__`, or what is nested too deeply; or null.
 * Iterative: depth is the sender's.
 */
function findFault(root: unknown): { path: string; message: string } | null {
  const nul = "contains a NUL character";
  const stack: { value: unknown; path: string; depth: number }[] = [
    { value: root, path: "", depth: 0 },
  ];
  for (let item = stack.pop(); item; item = stack.pop()) {
    const { value, path, depth } = item;
    if (typeof value === "string" && value.includes("\u0000"))
      return { path: path || "body", message: nul };
    if (!value || typeof value !== "object") continue;
    if (depth === MAX_DEPTH) {
      const top = path.split(".", 5).join(".");
      return { path: top, message: `is nested more than ${MAX_DEPTH} levels deep` };
    }
    for (const [key, child] of Object.entries(value)) {
      const at = path ? `${path}.${key}` : key;
      if (key.includes("\u0000")) return { path: at.replaceAll("\u0000", ""), message: nul };
      // Copying an object drops this key in silence; nothing here is called that.
      if (key === "__proto__") return { path: at, message: "is not a known field" };
      stack.push({ value: child, path: at, depth: depth + 1 });
    }
  }
  return null;
}

/** Of a parameter that is given twice, one would be left out in silence. */
function readQuery(parameters: URLSearchParams): Record<string, string> {
  const names = [...parameters.keys()];
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice === undefined) return Object.fromEntries(parameters);
  throw new AppError("invalid_request", `${twice}: was given more than once.`, [
    { path: twice, message: "was given more than once" },
  ]);
}
