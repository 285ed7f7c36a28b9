import "server-only";

import { domainToUnicode } from "node:url";
import { bodyToText } from "@/lib/net/body";
import { type AddressGuard, GuardError } from "@/lib/net/guard";
import { ProxyError, ProxyRefusal } from "@/lib/net/proxy";
import { type Exchange, type ExchangeTimings, exchange } from "@/lib/net/request";
import { MASK } from "@/lib/secrets/mask";
import { describeFailure, type FailureContext, type FailureText } from "./describe-failure";
import { type FailureKind, failureOfStatus } from "./failures";
import { type Redactor, redactorFor } from "./redact";
import { checkOutgoingHeaders, checkWebhookUrl, isSensitiveHeader } from "./rules";

/** Of the decompressed response body. */
export const MAX_RESPONSE_BODY_BYTES = 64 * 1024;
/** Of the names and values of all response headers together. */
export const MAX_RESPONSE_HEADER_BYTES = 16 * 1024;

export interface SendWebhookInput {
  url: string;
  /** The exact text; sent as UTF-8. */
  body: string;
  /** From `buildHeaders`. */
  headers: Record<string, string>;
  /** Bounds the whole exchange: DNS, connection, TLS, headers and body. */
  timeoutMs: number;
  guard: AddressGuard;
  /** Ends the attempt as `interrupted`, as when the process is told to stop. */
  signal?: AbortSignal;
  /** Headers that the admin marked as secret, beyond those secret by their name; any case. */
  secretHeaderNames?: readonly string[];
  /** Certificates to trust instead of the system's; for tests and private authorities. */
  ca?: string;
}

export interface SendFailure extends FailureText {
  kind: FailureKind;
}

export interface SendResult {
  ok: boolean;
  /** Kept even where the body then ran into the deadline. */
  statusCode: number | null;
  /** Names in lower case, repeated ones joined by a comma, what is secret masked. */
  responseHeaders: Record<string, string> | null;
  /** From at most 64 KiB of decompressed bytes; storable in PostgreSQL. Null without a response. */
  responseBody: string | null;
  /** The body was longer, broken, or cut off. */
  truncated: boolean;
  failure: SendFailure | null;
  remoteAddress: string | null;
  durationMs: number;
  timings: ExchangeTimings;
  /** The Retry-After header. */
  retryAfter: string | null;
}

/**
 * Sends one webhook: one HTTP exchange, no retries, no redirects. Never throws or rejects for
 * anything a receiver, a name server or a configuration does; what went wrong is in `failure`.
 * A 2xx is a success however long or broken its body is, unless the deadline passes during it.
 */
export async function sendWebhook(input: SendWebhookInput): Promise<SendResult> {
  const problem = checkWebhookUrl(input.url) ?? checkOutgoingHeaders(input.headers);
  if (problem !== null) return notSent("invalid_request", { reason: problem });
  const url = new URL(input.url);
  const result = await exchange({
    url,
    method: "POST",
    headers: input.headers,
    body: Buffer.from(input.body, "utf8"),
    guard: input.guard,
    timeoutMs: input.timeoutMs,
    maxBodyBytes: MAX_RESPONSE_BODY_BYTES,
    ...(input.signal ? { signal: input.signal } : {}),
    ...(input.ca !== undefined ? { ca: input.ca } : {}),
  });
  return interpret(result, input, url);
}

function interpret(result: Exchange, input: SendWebhookInput, url: URL): SendResult {
  const { response } = result;
  const redact = redactorFor(input.headers, input.secretHeaderNames ?? []);
  const find = (name: string) =>
    response?.headers.find(([key]) => key.toLowerCase() === name)?.[1] ?? null;
  const context: FailureContext = {
    host: readableHost(url),
    statusCode: response?.statusCode ?? null,
    location: absolute(find("location"), url),
    timeoutMs: input.timeoutMs,
    phase: result.phase,
  };
  const outcome = failureOf(result, context);
  return {
    ok: outcome === null,
    statusCode: response?.statusCode ?? null,
    responseHeaders: response ? storableHeaders(response.headers, redact) : null,
    responseBody: response
      ? redact(bodyToText(response.body, find("content-type") ?? undefined, response.truncated), {
          isCut: response.truncated,
        })
      : null,
    truncated: response?.truncated ?? false,
    failure: outcome && {
      kind: outcome.kind,
      ...describeFailure(outcome.kind, fitToShow(outcome.context, redact)),
    },
    remoteAddress: result.remoteAddress,
    durationMs: result.durationMs,
    timings: result.timings,
    retryAfter: redact(find("retry-after") ?? "") || null,
  };
}

type Outcome = { kind: FailureKind; context: FailureContext } | null;

function failureOf(result: Exchange, context: FailureContext): Outcome {
  const { error, response, phase } = result;
  if (error?.reason === "aborted") return { kind: "interrupted", context };
  if (error?.reason === "deadline") {
    if (phase === "proxy") {
      const reason = "The outgoing proxy could not be reached in time.";
      return { kind: "proxy", context: { ...context, reason } };
    }
    // A resolver that hangs is a fault of the name, not of a slow receiver.
    if (phase !== "dns") return { kind: "timeout", context };
    const reason = `The name ${context.host} could not be looked up in time.`;
    return { kind: "dns", context: { ...context, reason } };
  }
  if (error) return classifyError(error.cause, phase, context);
  const kind = response ? failureOfStatus(response.statusCode) : "reset";
  return kind && { kind, context };
}

function classifyError(
  cause: Error & { code?: string },
  phase: Exchange["phase"],
  base: FailureContext,
): Outcome {
  if (cause instanceof GuardError) {
    const { message, detail, refusal } = cause;
    return { kind: cause.kind, context: { ...base, reason: message, code: detail, refusal } };
  }
  if (cause instanceof ProxyError)
    return { kind: "proxy", context: { ...base, reason: cause.message } };
  if (cause instanceof ProxyRefusal)
    return {
      kind: "blocked_address",
      context: { ...base, reason: cause.message, refusal: "by_proxy" },
    };
  const code = codeOf(cause);
  const context: FailureContext = { ...base, code, reason: code || firstLine(cause.message) };
  // The parser's complaints come with codes of their own, whichever phase they are noticed in.
  if (code.startsWith("HPE_")) {
    const reason = (cause as { reason?: string }).reason ?? firstLine(cause.message);
    return { kind: "protocol", context: { ...context, reason } };
  }
  if (code.startsWith("ERR_INVALID_") || code === "ERR_UNESCAPED_CHARACTERS") {
    return { kind: "invalid_request", context: { ...context, reason: firstLine(cause.message) } };
  }
  if (phase === "dns") return { kind: "dns", context: { ...context, reason: null } };
  if (phase === "connect") return { kind: "connect", context };
  if (phase === "tls") {
    return { kind: "tls", context: { ...context, reason: tlsReason(cause.message) } };
  }
  // TLS 1.3 lets a server refuse after the handshake is over on our side.
  if (code.startsWith("ERR_SSL_")) {
    return { kind: "tls", context: { ...context, reason: tlsReason(cause.message) } };
  }
  return { kind: "reset", context };
}

/** Several addresses tried in turn fail as one AggregateError; the first tells what happened. */
function codeOf(cause: Error & { code?: string }): string {
  const first: { code?: string } | undefined =
    cause instanceof AggregateError ? cause.errors[0] : undefined;
  const code = first?.code ?? cause.code ?? "";
  if (code !== "EPROTO") return code;
  // Node names an OpenSSL error noticed while writing only in the message.
  const words = opensslReason(cause.message);
  return words ? `ERR_SSL_${words.toUpperCase().replace(/\W+/g, "_")}` : code;
}

const opensslReason = (message: string) => /SSL routines:[^:]*:([^:]+)/.exec(message)?.[1] ?? null;
const tlsReason = (message: string) => opensslReason(message) ?? firstLine(message);
const firstLine = (text: string) => text.split("\n", 1)[0] ?? "";

function notSent(kind: FailureKind, context: FailureContext): SendResult {
  return {
    ok: false,
    statusCode: null,
    responseHeaders: null,
    responseBody: null,
    truncated: false,
    failure: { kind, ...describeFailure(kind, context) },
    remoteAddress: null,
    durationMs: 0,
    timings: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, bodyMs: null },
    retryAfter: null,
  };
}

/** Punycode as the admin typed it. */
function readableHost(url: URL): string {
  const name = domainToUnicode(url.hostname) || url.hostname;
  return url.port === "" ? name : `${name}:${url.port}`;
}

/** The address a redirect names, made absolute and without credentials. */
function absolute(location: string | null, base: URL): string | null {
  if (!location) return null;
  if (!URL.canParse(location, base)) return storable(location);
  const target = new URL(location, base);
  target.username = "";
  target.password = "";
  return target.href;
}

/**
 * With the texts that others had a hand in made fit to be stored and shown: a receiver, its certificate,
 * a name server. Cut only when nothing secret is left in them.
 */
function fitToShow(context: FailureContext, redact: Redactor): FailureContext {
  const shown = (text: string | null = null) => (text === null ? null : shorten(redact(text)));
  return { ...context, location: shown(context.location), reason: shown(context.reason) };
}

const shorten = (text: string) => (text.length > 500 ? `${text.slice(0, 499)}…` : text);
const storable = (text: string) => text.replaceAll("\0", "\uFFFD");

function storableHeaders(
  headers: readonly [string, string][],
  redact: Redactor,
): Record<string, string> {
  const kept = new Map<string, string>();
  let bytes = 0;
  for (const [name, value] of headers) {
    const key = redact(storable(name.toLowerCase()));
    const text = isSensitiveHeader(name) ? MASK : redact(storable(value));
    bytes += Buffer.byteLength(key) + Buffer.byteLength(text);
    if (bytes > MAX_RESPONSE_HEADER_BYTES) break;
    const earlier = kept.get(key);
    kept.set(key, earlier === undefined || text === MASK ? text : `${earlier}, ${text}`);
  }
  return Object.fromEntries(kept);
}
