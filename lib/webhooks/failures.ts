/**
 * Why an attempt failed, in a closed set of kinds, and what follows from the kind. Safe in the browser.
 */

export const FAILURE_KINDS = [
  "dns",
  "connect",
  "tls",
  "timeout",
  "reset",
  "protocol",
  "blocked_address",
  "redirect",
  "client_error",
  "server_error",
  "invalid_request",
  "secret_unavailable",
  "interrupted",
  "proxy",
] as const;

export type FailureKind = (typeof FAILURE_KINDS)[number];

/** A short name for lists and filters. */
export const FAILURE_TITLES: Record<FailureKind, string> = {
  dns: "Name not found",
  connect: "No connection",
  tls: "Certificate problem",
  timeout: "Timed out",
  reset: "Connection closed",
  protocol: "Not an HTTP answer",
  blocked_address: "Address not allowed",
  redirect: "Redirected",
  client_error: "Refused by the receiver",
  server_error: "Receiver error",
  invalid_request: "Invalid configuration",
  secret_unavailable: "Secret unavailable",
  interrupted: "Interrupted",
  proxy: "Outgoing proxy failed",
};

/** The failure kind that a received status code amounts to; null for success. */
export function failureOfStatus(statusCode: number): FailureKind | null {
  if (statusCode >= 200 && statusCode < 300) return null;
  if (statusCode >= 300 && statusCode < 400) return "redirect";
  if (statusCode >= 400 && statusCode < 500) return "client_error";
  return statusCode >= 500 && statusCode < 600 ? "server_error" : "protocol";
}

/**
 * Whether a failed attempt may be repeated automatically. A status of 3xx or 4xx is final whatever
 * else went wrong, except those of 408, 425 and 429 that the node opted in to.
 * @param kind null for a success, which is never repeated
 */
export function isRetryable(
  kind: FailureKind | null,
  statusCode: number | null,
  options: { retryOn?: readonly number[] } = {},
): boolean {
  if (kind === null) return false;
  if (statusCode !== null && statusCode >= 300 && statusCode < 500) {
    const mayOptIn = statusCode === 408 || statusCode === 425 || statusCode === 429;
    return mayOptIn && (options.retryOn ?? []).includes(statusCode);
  }
  switch (kind) {
    case "dns":
    case "connect":
    case "tls":
    case "timeout":
    case "reset":
    case "protocol":
    case "server_error":
    case "interrupted":
    case "proxy":
      return true;
    case "blocked_address":
    case "redirect":
    case "client_error":
    case "invalid_request":
    case "secret_unavailable":
      return false;
  }
}
