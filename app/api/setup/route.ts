import { randomUUID } from "node:crypto";
import { withOrigin } from "@/lib/audit/request-origin";
import { auth } from "@/lib/auth/auth";
import { createOwner } from "@/lib/auth/create-owner";
import { refuseForeignOrigin } from "@/lib/auth/origins";
import { readSmallJson } from "@/lib/auth/public-route";
import { ownerSchema } from "@/lib/auth/schemas";
import { parseInput, problemResponse } from "@/lib/http/problem";

/** The first set-up: creates the owner and signs in. 409 from then on. */
export async function POST(request: Request): Promise<Response> {
  const requestId = randomUUID();
  try {
    refuseForeignOrigin(request);
    const input = parseInput(ownerSchema, await readSmallJson(request));
    const owner = await withOrigin(request.headers, () => createOwner(input));
    const signedIn = await auth().api.signInEmail({
      body: { email: owner.email, password: input.password },
      headers: request.headers,
      asResponse: true,
    });
    const headers = new Headers({ "x-request-id": requestId, "cache-control": "no-store" });
    for (const cookie of signedIn.headers.getSetCookie()) headers.append("set-cookie", cookie);
    return Response.json(owner, { status: 201, headers });
  } catch (error) {
    return problemResponse(error, requestId);
  }
}
