import { randomUUID } from "node:crypto";
import { z } from "zod";
import { auth } from "@/lib/auth/auth";
import { changesState, refuseForeignOrigin } from "@/lib/auth/origins";
import { readSmallJson } from "@/lib/auth/public-route";
import { recoveryCodeIn } from "@/lib/auth/recovery-codes";
import { refusalOf } from "@/lib/auth/refusal";
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

/** NFKC, as better-auth hashes them. */
const passwordSchema = z.string().transform((text) => text.normalize("NFKC"));
const passwordsSchema = z.object({ currentPassword: passwordSchema, newPassword: passwordSchema });

/** What is asked of better-auth, whatever the body says. */
function bodyFor(path: string, body: unknown): unknown {
  if (body === null || typeof body !== "object") return body;
  // A browser that is trusted needs no second step: a second way in, and nobody could see or end it.
  if (path === "/two-factor/verify-backup-code" && "code" in body && typeof body.code === "string")
    return { ...body, code: recoveryCodeIn(body.code), trustDevice: false };
  if (path.startsWith("/two-factor/verify")) return { ...body, trustDevice: false };
  if (path === "/sign-in/social") return { ...body, errorCallbackURL: "/sign-in" };
  // Whoever changes a password may do so because somebody else is signed in with the old one.
  if (path === "/change-password") return { ...body, revokeOtherSessions: true };
  return body;
}

/** An answer of better-auth; what it refuses is told as the product does, with the cookies that it ends. */
async function told(answer: Response, requestId: string): Promise<Response> {
  if (answer.status < 400) return answer;
  const problem = problemResponse(await refusalOf(answer), requestId);
  for (const cookie of answer.headers.getSetCookie()) problem.headers.append("set-cookie", cookie);
  return problem;
}

/** Refuses what better-auth would not mind. */
function refuseOldPassword(path: string, body: unknown): void {
  if (path !== "/change-password") return;
  const sent = passwordsSchema.safeParse(body);
  // Whether the old one is right is not told by this.
  if (!sent.success || sent.data.newPassword !== sent.data.currentPassword) return;
  const message = "Choose another password than the one you have.";
  throw new AppError("invalid_request", `newPassword: ${message}`, [
    { path: "newPassword", message },
  ]);
}

async function handle(request: Request): Promise<Response> {
  const requestId = randomUUID();
  try {
    const path = new URL(request.url).pathname.replace(/^\/api\/auth/, "");
    if (!isUsed(request.method, path)) {
      throw new AppError("not_found", "There is nothing at this address.");
    }
    if (!changesState(request.method)) return await told(await auth().handler(request), requestId);

    refuseForeignOrigin(request);
    // Read here for its limit; signing out has none.
    const body = path === "/sign-out" ? {} : bodyFor(path, await readSmallJson(request));
    refuseOldPassword(path, body);
    const headers = new Headers(request.headers);
    headers.delete("content-length");
    headers.set("content-type", "application/json");
    const { url, method } = request;
    const passed = new Request(url, { method, headers, body: JSON.stringify(body) });
    if (path === "/sign-in/email") return await told(await signIn(passed, body), requestId);
    return await told(await auth().handler(passed), requestId);
  } catch (error) {
    return problemResponse(error, requestId);
  }
}

export { handle as GET, handle as POST };
