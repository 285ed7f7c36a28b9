import "server-only";
import { randomUUID } from "node:crypto";
import { withOrigin } from "@/lib/audit/request-origin";
import { refuseForeignOrigin } from "@/lib/auth/origins";
import { createLimiter, readSmallJson } from "@/lib/auth/public-route";
import { AppError } from "@/lib/http/errors";
import { problemResponse } from "@/lib/http/problem";

/** Each of these hashes a password or sends a mail; people need a few in a year. */
const PER_MINUTE = 60;

/** Adapts HTTP to a verb for somebody who has not signed in: same origin, small body, throttled. */
export function visitorRoute(verb: (input: unknown) => Promise<object> | object) {
  const allow = createLimiter({ max: PER_MINUTE, windowMs: 60_000 });
  return async (request: Request): Promise<Response> => {
    const requestId = randomUUID();
    try {
      refuseForeignOrigin(request);
      if (!allow()) {
        throw new AppError("too_many_requests", "Too many tries at once.", undefined, {
          retryAfterSeconds: 60,
        });
      }
      const input = await readSmallJson(request);
      const answer = await withOrigin(request.headers, async () => verb(input));
      return Response.json(answer, {
        headers: { "x-request-id": requestId, "cache-control": "no-store" },
      });
    } catch (error) {
      return problemResponse(error, requestId);
    }
  };
}
