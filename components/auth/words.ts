import { ApiProblem, problemText } from "@/components/api";

/** What better-auth refuses, by its codes. */
const WORDS: Readonly<Record<string, string>> = {
  INVALID_EMAIL_OR_PASSWORD: "The email address or the password is not right.",
  INVALID_EMAIL: "Enter a complete email address.",
  INVALID_PASSWORD: "The password is not right.",
  INVALID_CODE: "This code is not right. Enter the one that your app shows now.",
  INVALID_BACKUP_CODE: "This recovery code is not right, or it was used before.",
  INVALID_TWO_FACTOR_COOKIE: "That took too long. Start again with your password.",
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: "Too many wrong codes. Start again with your password.",
  ACCOUNT_TEMPORARILY_LOCKED: "Too many wrong codes. Wait a quarter of an hour, then try again.",
};

/** Why somebody could not sign in, or change how they do, in words. */
export function authWords(error: unknown): string {
  return (error instanceof ApiProblem ? WORDS[error.code] : undefined) ?? problemText(error);
}

/** Whether only the password can help: the second step has to be started again. */
export function mustStartAgain(error: unknown): boolean {
  return (
    error instanceof ApiProblem &&
    ["INVALID_TWO_FACTOR_COOKIE", "TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE"].includes(error.code)
  );
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
