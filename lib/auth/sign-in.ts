import "server-only";
import { z } from "zod";
import { auth } from "@/lib/auth/auth";
import { deviceCookie, knownDevice } from "@/lib/auth/device-cookie";
import { SignInThrottle } from "@/lib/auth/sign-in-throttle";
import { VisitorLimit } from "@/lib/auth/visitor-limit";
import { waitInWords } from "@/lib/auth/wait-words";
import { AppError } from "@/lib/http/errors";
import { parseInput } from "@/lib/http/problem";

/** Each hashes a password. */
const PER_MINUTE = { address: 20, process: 120 };

/** What better-auth needs for a look at the password; what else there is, is its business. */
const credentialsSchema = z.looseObject({
  // Refused by better-auth as well, which looks at no password then.
  email: z.email("Enter a complete email address."),
  password: z.string("Enter your password."),
});

/** On globalThis: the routes of one process share it, however they were bundled. */
const holder = globalThis as { __tliSignIns?: { throttle: SignInThrottle; limit: VisitorLimit } };

/**
 * Signs in with email and password by better-auth, unless too many wrong passwords came for this
 * account before, or too many tries from this address or from strangers altogether; the last two hold
 * up no device that is known. Throws `too_many_requests` with how long to wait, and `invalid_request` for
 * what is no sign-in, which counts for nothing.
 * @param request whose body was read: `body` is it
 */
export async function signIn(request: Request, body: unknown): Promise<Response> {
  holder.__tliSignIns ??= { throttle: new SignInThrottle(), limit: new VisitorLimit(PER_MINUTE) };
  const { throttle, limit } = holder.__tliSignIns;
  const email = parseInput(credentialsSchema, body).email.toLowerCase().slice(0, 254);
  const device = knownDevice(request.headers, email);
  const key = device === null ? email : `${email} ${device}`;
  const seconds = throttle.waitSeconds(key);
  if (seconds > 0) {
    throw new AppError(
      "too_many_requests",
      `The password was wrong too often. Try again in ${waitInWords(seconds)}.`,
      undefined,
      { retryAfterSeconds: seconds },
    );
  }
  if (device === null) limit.take(request.headers);
  // Counted beforehand, without a pause since: of many at once no more are looked at than in a row.
  throttle.failed(key);
  const answer = await auth()
    .handler(request)
    .catch((error: unknown) => {
      throttle.forgive(key);
      throw error;
    });
  if (!answer.ok) {
    // Refused for something else than the password, such as a limit by address.
    if (answer.status !== 401) throttle.forgive(key);
    return answer;
  }
  throttle.succeeded(key);
  if (device !== null) return answer;
  const headers = new Headers(answer.headers);
  headers.append("set-cookie", deviceCookie(email));
  return new Response(answer.body, { status: answer.status, headers });
}
