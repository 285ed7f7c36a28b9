import "server-only";
import { randomUUID } from "node:crypto";
import type { z } from "zod";
import { withOrigin } from "@/lib/audit/request-origin";
import { refuseForeignOrigin } from "@/lib/auth/origins";
import { readSmallJson } from "@/lib/auth/public-route";
import { VisitorLimit } from "@/lib/auth/visitor-limit";
import { parseInput, problemResponse } from "@/lib/http/problem";

/** People need a few in a year. Without a good link each costs a look-up or two. */
const PER_MINUTE = { address: 20, process: 300 };

/**
 * Adapts HTTP to a verb for somebody who has not signed in: same origin, small body, throttled once it
 * is well-formed.
 * @param options.isVouchedFor whether a request is no stranger's, whatever others do meanwhile
 */
export function visitorRoute<Input>(options: {
  schema: z.ZodType<Input>;
  verb: (input: Input) => Promise<object> | object;
  isVouchedFor: (input: Input, headers: Headers) => Promise<boolean> | boolean;
}) {
  const { schema, verb, isVouchedFor } = options;
  const limit = new VisitorLimit(PER_MINUTE);
  return async (request: Request): Promise<Response> => {
    const requestId = randomUUID();
    const { headers } = request;
    try {
      refuseForeignOrigin(request);
      const input = parseInput(schema, await readSmallJson(request));
      await limit.takeUnlessVouchedFor(headers, () => isVouchedFor(input, headers));
      const answer = await withOrigin(headers, async () => verb(input));
      return Response.json(answer, {
        headers: { "x-request-id": requestId, "cache-control": "no-store" },
      });
    } catch (error) {
      return problemResponse(error, requestId);
    }
  };
}
