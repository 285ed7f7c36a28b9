import { randomUUID } from "node:crypto";
import { auth } from "@/lib/auth/auth";
import { changesState, refuseForeignOrigin } from "@/lib/auth/origins";
import { readSmallJson } from "@/lib/auth/public-route";
import { signIn } from "@/lib/auth/sign-in";
import { OIDC_PROVIDER, singleSignOn } from "@/lib/auth/single-sign-on";
import { AppError } from "@/lib/http/errors";
import { problemResponse } from "@/lib/http/problem";

/** What the product's pages use; better-auth has many more addresses. */
const USED: Record<string, readonly string[]> = {
  GET: ["/get-session"],
  POST: [
    "/sign-in/email",
    "/sign-out",
    "/change-password",
    "/two-factor/enable",
    "/two-factor/disable",
    "/two-factor/verify-totp",
    "/two-factor/verify-backup-code",
    "/two-factor/generate-backup-codes",
  ],
};

/** And for single sign-on, where it is set up. */
const SINGLE_SIGN_ON: typeof USED = {
  GET: [`/callback/${OIDC_PROVIDER}`],
  POST: ["/sign-in/social"],
};

const isUsed = (method: string, path: string) =>
  USED[method]?.includes(path) ||
  (singleSignOn() !== null && SINGLE_SIGN_ON[method]?.includes(path));

/** What is asked of better-auth, whatever the body says. */
function bodyFor(path: string, body: unknown): unknown {
  if (body === null || typeof body !== "object") return body;
  // A browser that is trusted needs no second step: a second way in, and nobody could see or end it.
  if (path.startsWith("/two-factor/verify")) return { ...body, trustDevice: false };
  if (path === "/sign-in/social") return { ...body, errorCallbackURL: "/sign-in" };
  // Whoever changes a password may do so because somebody else is signed in with the old one.
  if (path === "/change-password") return { ...body, revokeOtherSessions: true };
  return body;
}

const tooMany = (detail: string, retryAfterSeconds: number) =>
  new AppError("too_many_requests", detail, undefined, { retryAfterSeconds });

/** An answer of better-auth, whose limits by address tell how long to wait in a header of its own. */
function told(answer: Response): Response {
  const seconds = Number(answer.headers.get("x-retry-after"));
  if (answer.status !== 429 || !(seconds > 0)) return answer;
  throw tooMany(`Too many tries from your address. Try again in ${seconds} seconds.`, seconds);
}

async function handle(request: Request): Promise<Response> {
  try {
    const path = new URL(request.url).pathname.replace(/^\/api\/auth/, "");
    if (!isUsed(request.method, path)) {
      throw new AppError("not_found", "There is nothing at this address.");
    }
    if (!changesState(request.method)) return told(await auth().handler(request));

    refuseForeignOrigin(request);
    // Read here for its limit; signing out has none.
    const body = path === "/sign-out" ? {} : bodyFor(path, await readSmallJson(request));
    const headers = new Headers(request.headers);
    headers.delete("content-length");
    headers.set("content-type", "application/json");
    const { url, method } = request;
    const passed = new Request(url, { method, headers, body: JSON.stringify(body) });
    if (path === "/sign-in/email") return told(await signIn(passed, body));
    return told(await auth().handler(passed));
  } catch (error) {
    return problemResponse(error, randomUUID());
  }
}

export { handle as GET, handle as POST };
