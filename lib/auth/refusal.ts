import "server-only";
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from "@/lib/auth/schemas";
import { waitInWords } from "@/lib/auth/wait-words";
import { AppError, type ErrorCode, type FieldError } from "@/lib/http/errors";

/** What better-auth refuses, by its codes, in words for whoever is refused. */
const WORDS: Readonly<Record<string, string>> = {
  UNAUTHORIZED: "You are not signed in.",
  INVALID_EMAIL_OR_PASSWORD: "The email address or the password is not right.",
  INVALID_EMAIL: "Enter a complete email address.",
  INVALID_PASSWORD: "The password is not right.",
  INVALID_CODE: "This code is not right. Enter the one that your app shows now.",
  USED_CODE: "This code was used before. Wait for the next one that your app shows.",
  INVALID_BACKUP_CODE: "This recovery code is not right, or it was used before.",
  INVALID_TWO_FACTOR_COOKIE: "That took too long. Start again with your password.",
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: "Too many wrong codes. Start again with your password.",
  ACCOUNT_TEMPORARILY_LOCKED: "Too many wrong codes. Wait a quarter of an hour, then try again.",
};

/** What it finds wrong with a field of a change of password. */
const FIELDS: Readonly<Record<string, FieldError>> = {
  PASSWORD_TOO_SHORT: {
    path: "newPassword",
    message: `Use ${PASSWORD_MIN_LENGTH} characters or more.`,
  },
  PASSWORD_TOO_LONG: {
    path: "newPassword",
    message: `Use ${PASSWORD_MAX_LENGTH} characters at most.`,
  },
};

const CODES: Readonly<Record<number, ErrorCode>> = {
  401: "unauthenticated",
  403: "forbidden",
  404: "not_found",
  405: "method_not_allowed",
  409: "conflict",
  413: "payload_too_large",
  415: "unsupported_media_type",
  429: "too_many_requests",
};

/**
 * An answer of better-auth that is an error, as one of the product's. Its own code is the member `reason`.
 * A failure that is no refusal is given back as an error that nobody outside is told about.
 */
export async function refusalOf(answer: Response): Promise<Error> {
  const { status } = answer;
  const { code: reason, message } = await saidBy(answer);
  if (status >= 500) return new Error(`better-auth answered with ${status}: ${reason} ${message}`);
  const code = CODES[status] ?? "invalid_request";
  const extra = reason === undefined ? {} : { reason };

  const retryAfterSeconds = Number(answer.headers.get("x-retry-after"));
  // A limit by address, whose wait is in a header of better-auth's own.
  if (code === "too_many_requests" && retryAfterSeconds > 0) {
    const detail = `Too many tries from your address. Try again in ${waitInWords(retryAfterSeconds)}.`;
    return new AppError(code, detail, undefined, { ...extra, retryAfterSeconds });
  }
  const fault = FIELDS[reason ?? ""];
  const errors = fault ? [fault] : reason === "VALIDATION_ERROR" ? faultsIn(message) : undefined;
  const [first] = errors ?? [];
  const detail =
    (first ? `${first.path}: ${first.message}` : WORDS[reason ?? ""]) ??
    (message || "This could not be done.");
  return new AppError(code, detail, errors, extra);
}

async function saidBy(answer: Response): Promise<{ code?: string; message?: string }> {
  const said: unknown = await answer.json().catch(() => null);
  if (said === null || typeof said !== "object") return {};
  const code = "code" in said && typeof said.code === "string" ? said.code : undefined;
  const message = "message" in said && typeof said.message === "string" ? said.message : undefined;
  return { code, message };
}

/** better-auth tells what is wrong with a body as `[body.code] Invalid input; [body.x] …`. */
function faultsIn(message = ""): FieldError[] {
  return [...message.matchAll(/\[body\.([^\]]+)\] ([^;]+)/g)].map(([, path = "", text = ""]) => ({
    path,
    message: text,
  }));
}
