import { ApiProblem } from "@/components/api";

/** Reasons for which the second step has to be started again, by better-auth's codes. */
const START_AGAIN: ReadonlySet<unknown> = new Set([
  "INVALID_TWO_FACTOR_COOKIE",
  "TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE",
]);

/** Whether only the password can help: the second step has to be started again. */
export function mustStartAgain(error: unknown): boolean {
  return error instanceof ApiProblem && START_AGAIN.has(error.extra.reason);
}

/** How many recovery codes somebody has left, and what to do when they are few. */
export function recoveryCodesWords(left: number): string {
  if (left === 0) return "No recovery code is left. Make new ones.";
  const words = left === 1 ? "One recovery code is left." : `${left} recovery codes are left.`;
  return left <= 3 ? `${words} Make new ones soon.` : words;
}

/**
 * Why single sign-on sent somebody back.
 * @param error the code in the address of the sign-in page
 * @param label what the operator calls the provider
 */
export function singleSignOnWords(error: string, label: string): string {
  switch (error.toLowerCase()) {
    case "signup_disabled":
      return `Your account at ${label} is not invited here. Ask an owner.`;
    case "account_not_linked":
    case "unable_to_link_account":
    case "email_not_verified":
      return `${label} does not confirm that your email address is yours. Have it confirmed there, or sign in with your password.`;
    case "email_not_found":
      return `${label} did not tell your email address. Ask whoever runs it.`;
    case "access_denied":
      return `You were not let in at ${label}, or left before the end.`;
    default:
      return `Signing in with ${label} did not work. Try again; if it keeps failing, ask an owner.`;
  }
}
