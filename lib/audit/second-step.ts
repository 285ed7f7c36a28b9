import "server-only";
import type { GenericEndpointContext } from "better-auth";

/** The cookie of the two-factor plugin between the password and the second step. */
const COOKIE = "two_factor";
/** Where a code is looked at. */
const VERIFIES = /^\/two-factor\/verify-/;

/** How a second step was refused, by better-auth's codes. */
const WORDS: Readonly<Record<string, string>> = {
  INVALID_CODE: "with a wrong code at the second step",
  INVALID_BACKUP_CODE: "with a wrong code at the second step",
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: "with too many wrong codes at the second step",
  ACCOUNT_TEMPORARILY_LOCKED: "while the second step was locked",
};

const USED_CODE = "with a code that was used before at the second step";

/** Whose second step a request is, by its headers, which stay the same while it is dealt with. */
const people = new WeakMap<Headers, string>();
/** Requests whose code had been used before. */
const replays = new WeakSet<Headers>();

/** Who has given the password and is asked for the second step; null without the cookie that says so. */
export async function accountHalfway(ctx: GenericEndpointContext): Promise<string | null> {
  const { createAuthCookie, internalAdapter, secret } = ctx.context;
  const identifier = await ctx.getSignedCookie(createAuthCookie(COOKIE).name, secret);
  if (!identifier) return null;
  return (await internalAdapter.findVerificationValue(identifier))?.value ?? null;
}

/** The code of this request is refused because it was used before. */
export function noteUsedCode(headers: Headers): void {
  replays.add(headers);
}

/**
 * Notes whose second step is about to be looked at: after too many wrong codes nothing tells any more.
 * Nobody's without the cookie that the right password has given.
 */
export async function noteSecondStep(ctx: GenericEndpointContext): Promise<void> {
  if (!VERIFIES.test(ctx.path) || !ctx.headers) return;
  const userId = await accountHalfway(ctx);
  if (userId !== null) people.set(ctx.headers, userId);
}

/** Who did not get past the second step, and in words why; null when that is not what was refused. */
export function refusedSecondStep(
  ctx: GenericEndpointContext,
  code: string | undefined,
): { userId: string; how: string } | null {
  const userId = ctx.headers && people.get(ctx.headers);
  const isReplay = ctx.headers && replays.has(ctx.headers) && code === "INVALID_CODE";
  const how = isReplay ? USED_CODE : WORDS[code ?? ""];
  return userId && how ? { userId, how } : null;
}
