import { randomUUID } from "node:crypto";
import { auth } from "@/lib/auth/auth";
import { changesState, refuseForeignOrigin } from "@/lib/auth/origins";
import { createLimiter, readSmallJson } from "@/lib/auth/public-route";
import { AppError } from "@/lib/http/errors";
import { problemResponse } from "@/lib/http/problem";

/** What the product's pages use; better-auth has many more addresses. */
const USED: Record<string, readonly string[]> = {
  GET: ["/get-session"],
  POST: ["/sign-in/email", "/sign-out", "/change-password"],
};

const allowSignIn = createLimiter({ max: 120, windowMs: 60_000 });

async function handle(request: Request): Promise<Response> {
  try {
    const path = new URL(request.url).pathname.replace(/^\/api\/auth/, "");
    if (!USED[request.method]?.includes(path)) {
      throw new AppError("not_found", "There is nothing at this address.");
    }
    if (!changesState(request.method)) return await auth().handler(request);

    refuseForeignOrigin(request);
    if (path === "/sign-in/email" && !allowSignIn()) {
      const message = "Too many sign-ins at once. Please try again in a minute.";
      return Response.json({ message }, { status: 429, headers: { "x-retry-after": "60" } });
    }
    // Read here for its limit; signing out has none.
    const body = path === "/sign-out" ? {} : await readSmallJson(request);
    const headers = new Headers(request.headers);
    headers.delete("content-length");
    headers.set("content-type", "application/json");
    return await auth().handler(
      new Request(request.url, { method: request.method, headers, body: JSON.stringify(body) }),
    );
  } catch (error) {
    return problemResponse(error, randomUUID());
  }
}

export { handle as GET, handle as POST };
