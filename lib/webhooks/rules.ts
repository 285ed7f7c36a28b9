/**
 * What may be entered for a webhook. Pure and free of Node, so that the form in the browser and the
 * server apply the very same rules. Each `check…` returns null or one sentence for the admin.
 */

/** How often a failed delivery is tried again at most; a node may choose 0 up to this. */
export const RETRY_ATTEMPTS_MIN = 0;
export const RETRY_ATTEMPTS_MAX = 5;
export const RETRY_ATTEMPTS_DEFAULT = 3;
export const TIMEOUT_SECONDS_MIN = 5;
export const TIMEOUT_SECONDS_MAX = 300;
export const TIMEOUT_SECONDS_DEFAULT = 30;
/** The 4xx answers a node may opt in to retrying. */
export const RETRY_ON_CHOICES = [408, 425, 429] as const;

export const SECRET_MAX_LENGTH = 512;
export const URL_MAX_LENGTH = 4096;
export const HEADER_NAME_MAX_LENGTH = 128;
export const HEADER_VALUE_MAX_BYTES = 8 * 1024;
export const CUSTOM_HEADERS_MAX = 50;

/** Names that describe the connection or the body's framing and belong to the sender alone. */
export const TRANSPORT_HEADERS = [
  "host",
  "content-length",
  "transfer-encoding",
  "connection",
  "keep-alive",
  "upgrade",
  "te",
  "trailer",
  "expect",
  "content-encoding",
  "accept-encoding",
] as const;

/** Names this product sets; overriding them would break verification at the receiver. */
export const PRODUCT_HEADERS = [
  "webhook-id",
  "webhook-timestamp",
  "webhook-signature",
  "x-webhook-event",
  "x-webhook-id",
  "x-webhook-timestamp",
  "x-webhook-attempt",
  "x-webhook-signature",
] as const;

export const RESERVED_HEADERS: readonly string[] = [...TRANSPORT_HEADERS, ...PRODUCT_HEADERS];
export const RESERVED_HEADER_PREFIXES = ["proxy-", "x-webhook-"] as const;

const transportNames: ReadonlySet<string> = new Set(TRANSPORT_HEADERS);
const reservedNames: ReadonlySet<string> = new Set(RESERVED_HEADERS);

/** Whether only the HTTP client may set this header; any case. */
export function isTransportHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return transportNames.has(lower) || lower.startsWith("proxy-");
}

/** Whether a node's own headers may not set this one; any case. */
export function isReservedHeader(name: string): boolean {
  const lower = name.toLowerCase();
  return (
    reservedNames.has(lower) || RESERVED_HEADER_PREFIXES.some((prefix) => lower.startsWith(prefix))
  );
}

/** RFC 9110, 5.6.2: a token. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

function checkNameSyntax(name: unknown): string | null {
  if (typeof name !== "string" || name === "") return "Enter a header name.";
  if (name !== name.trim()) return "Remove the space before or after the header name.";
  if (!TOKEN.test(name)) {
    return "A header name may only use letters, digits and - _ . ! # $ % & ' * + ^ ` | ~.";
  }
  if (name.length > HEADER_NAME_MAX_LENGTH) {
    return `A header name may be ${HEADER_NAME_MAX_LENGTH} characters at most.`;
  }
  return null;
}

/** Checks the name of a node's own header: its characters, and that it is not reserved. */
export function checkHeaderName(name: unknown): string | null {
  const problem = checkNameSyntax(name);
  if (problem !== null) return problem;
  return isReservedHeader(name as string)
    ? `${name} is set by the sender itself and can't be changed.`
    : null;
}

/**
 * Checks a header value. Characters beyond Latin-1 cannot be written into a header (RFC 9110, 5.5),
 * and a line break would begin another header.
 */
export function checkHeaderValue(value: unknown): string | null {
  if (typeof value !== "string") return "A header value has to be text.";
  if (/[\r\n]/.test(value)) return "A header value may not contain a line break.";
  if (value !== value.trim()) return "Remove the space before or after the header value.";
  for (const character of value) {
    const code = character.codePointAt(0) ?? 0;
    if (code > 0xff) {
      return `A header value can't carry the character “${character}”; use plain Latin letters.`;
    }
    if ((code < 0x20 && code !== 0x09) || (code >= 0x7f && code < 0xa0)) {
      return "A header value may not contain control characters.";
    }
  }
  if (value.length > HEADER_VALUE_MAX_BYTES) {
    return `A header value may be ${HEADER_VALUE_MAX_BYTES / 1024} KiB at most.`;
  }
  return null;
}

/**
 * Checks headers about to be sent, ours among them: syntax, one of each name, and nothing that only
 * the HTTP client may set. For configuration that is older than today's rules.
 */
export function checkOutgoingHeaders(headers: Record<string, unknown>): string | null {
  const seen = new Set<string>();
  for (const [name, value] of Object.entries(headers)) {
    const problem = checkNameSyntax(name);
    if (problem !== null) return problem;
    if (isTransportHeader(name)) return `${name} is set by the sender itself and can't be changed.`;
    const valueProblem = checkHeaderValue(value);
    if (valueProblem !== null) return `${name}: ${valueProblem}`;
    if (seen.has(name.toLowerCase())) return `The header ${name} is given twice.`;
    seen.add(name.toLowerCase());
  }
  return null;
}

/**
 * Checks the form of a webhook's address. Whether the address may be reached is the guard's
 * question (`lib/net/guard.ts`), which needs the server's settings.
 */
export function checkWebhookUrl(value: unknown): string | null {
  if (typeof value !== "string" || value === "") return "Enter the address to send to.";
  if (value !== value.trim()) return "Remove the space before or after the address.";
  if (value.length > URL_MAX_LENGTH)
    return `An address may be ${URL_MAX_LENGTH} characters at most.`;
  if (hasControlCharacter(value) || /\s/.test(value)) {
    return "An address may not contain spaces or line breaks.";
  }
  if (!/^https?:\/\//i.test(value)) return "The address has to start with https:// or http://.";
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    return "This is not a complete web address.";
  }
  if (url.username !== "" || url.password !== "") {
    return "Take the user name and password out of the address and send them in an Authorization header instead.";
  }
  if (url.port === "0") return "Port 0 can't be sent to.";
  // RFC 1035: no name of the DNS is longer.
  if (url.hostname.length > 253 || url.hostname.split(".").some((label) => label.length > 63)) {
    return "The host name is longer than a host name can be.";
  }
  return null;
}

/**
 * Checks a signing secret. It is used exactly as entered, so what a careless paste adds is refused
 * rather than used or silently removed. `whsec_` announces base64 (Standard Webhooks).
 */
export function checkSecret(secret: unknown): string | null {
  if (typeof secret !== "string" || secret === "") return "Enter a secret.";
  if (secret !== secret.trim()) {
    return "Remove the space or line break before or after the secret.";
  }
  if (hasControlCharacter(secret))
    return "A secret may not contain line breaks or control characters.";
  if (secret.length > SECRET_MAX_LENGTH) {
    return `A secret may be ${SECRET_MAX_LENGTH} characters at most.`;
  }
  if (/[\uD800-\uDFFF]/u.test(secret))
    return "The secret contains half a character; paste it again.";
  if (secret.startsWith("whsec_") && !isBase64(secret.slice("whsec_".length))) {
    return "A secret that starts with whsec_ has to continue in base64; a part may be missing.";
  }
  return null;
}

/** Standard alphabet, padded, not empty: what the receivers' Standard Webhooks libraries accept. */
export function isBase64(text: string): boolean {
  return text.length > 0 && text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);
}

function hasControlCharacter(text: string): boolean {
  return /\p{Cc}|[\u2028\u2029\uFEFF\u200B]/u.test(text);
}

const SENSITIVE_EXACT = new Set(["authorization", "proxy-authorization", "cookie", "cookie2"]);
const OWN_SIGNATURES = new Set(["x-webhook-signature", "webhook-signature"]);
const SENSITIVE_PART =
  /token|secret|passw|passphrase|pwd|credential|session|cookie|bearer|signature|jwt|authoriz|authentic|api-?key/;
/** `key` and `auth` only as a word of their own: X-Api-Key, APIKey, X-Auth; not X-Author. */
const SENSITIVE_WORD = /(?:^|[-_.])(?:auth|hmac|sig)(?:$|[-_.])|key$|(?:^|[-_.])key(?:$|[-_.])/;

/** Whether a header's value is to be masked wherever it is shown or logged; any case. */
export function isSensitiveHeader(name: string): boolean {
  const lower = name.toLowerCase();
  if (OWN_SIGNATURES.has(lower)) return false;
  return SENSITIVE_EXACT.has(lower) || SENSITIVE_PART.test(lower) || SENSITIVE_WORD.test(lower);
}
