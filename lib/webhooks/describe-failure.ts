/** Why an attempt failed and what to do now, in words. Safe in the browser. */

import type { FailureKind } from "./failures";

/** What the address guard may have against an address, as far as what can be done about it differs. */
export type AddressRefusal =
  | "invalid_url"
  | "scheme"
  | "credentials"
  | "https_only"
  | "port"
  | "blocked_address"
  | "operators_address"
  | "by_proxy";

export interface FailureContext {
  statusCode?: number | null;
  /** The host as the admin knows it. */
  host?: string;
  /** Where a redirect points to. */
  location?: string | null;
  timeoutMs?: number;
  /** Where the time ran out. */
  phase?: "dns" | "proxy" | "connect" | "tls" | "waiting" | "body" | "done";
  /** What exactly went wrong, as a sentence or a library's reason. */
  reason?: string | null;
  /** A stable code such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`. */
  code?: string | null;
  /** What the address guard has against it. */
  refusal?: AddressRefusal | null;
}

export interface FailureText {
  /** What happened. */
  message: string;
  /** What to do about it. */
  hint: string;
}

const seconds = (timeoutMs: number | undefined) =>
  timeoutMs === undefined ? "the time limit" : `${Math.round(timeoutMs / 100) / 10} s`;

const PHASE_DOING: Record<NonNullable<FailureContext["phase"]>, string> = {
  dns: "while the name was being looked up",
  proxy: "before the outgoing proxy was reached",
  connect: "before a connection was made",
  tls: "while the secure connection was being set up",
  waiting: "without an answer",
  body: "while the answer was still arriving",
  done: "",
};

const CONNECT_REASONS: Record<string, string> = {
  ECONNREFUSED: "nothing accepts connections on that port",
  ETIMEDOUT: "there was no reply",
  EHOSTUNREACH: "there is no way to that machine",
  ENETUNREACH: "there is no way to that network",
};

const TLS_REASONS: Record<string, string> = {
  CERT_HAS_EXPIRED: "its certificate has expired",
  CERT_NOT_YET_VALID: "its certificate is not valid yet",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate is self-signed",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate was issued by an authority that is not trusted here",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    "it does not send the certificates between its own and a trusted one",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    "its certificate was issued by an authority that is not trusted here",
  UNABLE_TO_GET_ISSUER_CERT: "its certificate was issued by an authority that is not trusted here",
  CERT_REVOKED: "its certificate was revoked",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate belongs to another name",
  ERR_SSL_WRONG_VERSION_NUMBER: "it does not speak TLS on that port",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "it does not speak TLS on that port",
  ERR_SSL_HTTP_REQUEST: "it does not speak TLS on that port",
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED:
    "it wants a client certificate, which webhooks have not",
  ERR_SSL_UNSUPPORTED_PROTOCOL: "it only offers a TLS version that is too old",
  ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION: "the two sides share no TLS version",
  ECONNRESET: "it closed the connection before the secure connection stood",
};

const TLS_HINTS: Record<string, string> = {
  CERT_HAS_EXPIRED: "Ask the receiver to renew its certificate.",
  ERR_TLS_CERT_ALTNAME_INVALID:
    "Check the host name in the address; the certificate has to be issued for it.",
  ERR_SSL_WRONG_VERSION_NUMBER: "Check the port, or whether the address should start with http://.",
  ERR_SSL_PACKET_LENGTH_TOO_LONG:
    "Check the port, or whether the address should start with http://.",
  ECONNRESET: "Check the port, or whether the address should start with http://.",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    "Ask the receiver to install its complete certificate chain (“full chain”).",
};

const STATUS_HINTS: Record<number, string> = {
  400: "The receiver did not understand the request. Look at its answer, and ask its developer which format it expects.",
  401: "The receiver wants credentials. Check the Authorization header and the secret of this webhook.",
  403: "The receiver knows the request but does not permit it. Check the credentials, and whether it only accepts certain senders.",
  404: "Nothing is at this address. Check the path of the webhook address.",
  405: "The receiver does not accept POST at this address. Check the path of the webhook address.",
  408: "The receiver gave up waiting for the request. It may be overloaded; you can let this webhook retry on 408.",
  409: "The receiver reports a conflict; it may have this delivery already. Look at its answer.",
  410: "The receiver says this address is gone for good and wants no more deliveries. Remove the webhook or enter its new address.",
  413: "The receiver finds the body too large. Ask its developer to raise the limit.",
  415: "The receiver does not accept this content type. Check the Content-Type header of this webhook.",
  422: "The receiver understood the request but not its content. Look at its answer.",
  425: "The receiver was not ready yet. You can let this webhook retry on 425.",
  429: "The receiver is getting too many requests. You can let this webhook retry on 429, or ask for a higher limit.",
};

const CORRECT_ADDRESS = "Correct the webhook's address in the scenario, and activate it again.";

/** What to do about a refusal of the address guard: whoever can't lift it is not sent to try. */
const REFUSAL_HINTS: Record<AddressRefusal, string> = {
  blocked_address:
    "Use a public address. If the receiver is meant to be inside your network, an owner can allow its address in Settings, under “Where webhooks may go”, and the operator in WEBHOOK_ALLOWED_CIDRS.",
  operators_address:
    "Use a public address. Addresses like this one can't be allowed in Settings; only the operator can, in WEBHOOK_ALLOWED_CIDRS.",
  https_only:
    "Let the webhook's address begin with https:// and activate the scenario again. That http:// is refused is an owner's choice in Settings, under “Where webhooks may go”.",
  port: "Use another port, or ask an owner to allow this one in Settings, under “Where webhooks may go”.",
  by_proxy:
    "The outgoing proxy of this instance doesn't let it through. Check the webhook's address; if it is right, the operator can let the proxy pass it.",
  invalid_url: CORRECT_ADDRESS,
  scheme: CORRECT_ADDRESS,
  credentials: CORRECT_ADDRESS,
};

/**
 * The message (what happened) and the hint (what to do now) for an admin who is no programmer.
 * Total: every kind has both, whatever the context lacks.
 */
export function describeFailure(kind: FailureKind, context: FailureContext = {}): FailureText {
  const host = context.host ?? "the receiver";
  const code = context.code ?? "";
  switch (kind) {
    case "dns":
      return {
        message: context.reason ?? `The name ${host} could not be looked up.`,
        hint: "Check the host name in the address for a typing error. If it is right, its name server may be down; the attempt can be repeated later.",
      };
    case "connect": {
      const why = CONNECT_REASONS[code] ?? context.reason;
      return {
        message: `No connection to ${host}${why ? `: ${why}` : ""}.`,
        hint: "Check that the receiver is running and reachable from here, and that the port in the address is right.",
      };
    }
    case "tls": {
      const why = TLS_REASONS[code] ?? context.reason;
      return {
        message: `No secure connection to ${host}${why ? `: ${why}` : ""}.`,
        hint:
          TLS_HINTS[code] ??
          "Ask the receiver to install a valid certificate from a public authority.",
      };
    }
    case "timeout":
      return describeTimeout(context, host);
    case "reset":
      return {
        message: `${host} closed the connection without an answer.`,
        hint: "The receiver or something in front of it may have restarted or crashed; its log will tell. Send again when it is well.",
      };
    case "protocol":
      return {
        message: `${host} did not answer in HTTP${context.reason ? ` (${context.reason})` : ""}.`,
        hint: "Check the port and whether the address should start with https:// or http://; another kind of service may be listening there.",
      };
    case "blocked_address":
      return {
        message: context.reason ?? `${host} is not a public address.`,
        hint: REFUSAL_HINTS[context.refusal ?? "blocked_address"],
      };
    case "redirect":
      return describeRedirect(context, host);
    case "client_error": {
      const status = context.statusCode ?? null;
      return {
        message: `${host} refused the request with status ${status ?? "4xx"}.`,
        hint:
          (status !== null ? STATUS_HINTS[status] : undefined) ??
          "The receiver finds fault with the request. Look at its answer and correct the webhook's configuration.",
      };
    }
    case "server_error": {
      const status = context.statusCode ?? null;
      return {
        message: `${host} had an error of its own (status ${status ?? "5xx"}).`,
        hint:
          status === 502 || status === 503 || status === 504
            ? "The receiver is down or overloaded at the moment. Send again when it is back."
            : "The fault is at the receiver. Its developer finds the delivery id in the X-Webhook-Id header; send again when it is mended.",
      };
    }
    case "invalid_request":
      return {
        message: context.reason ?? "The webhook's configuration can't be sent.",
        hint: "Correct the webhook's address or headers in the scenario, activate it, and send again.",
      };
    case "secret_unavailable":
      return {
        message: context.reason ?? "The webhook's secret could not be read, so nothing was sent.",
        hint: "Enter the secret again in the webhook's settings. If this happens to all webhooks, the operator should check APP_SECRET.",
      };
    case "interrupted":
      return {
        message: context.reason ?? "This attempt was interrupted before its result was known.",
        hint: "The receiver may or may not have got it; a repeat carries the same delivery id, so it can tell.",
      };
    case "proxy":
      return {
        message: context.reason ?? "The outgoing proxy of this instance failed.",
        hint: "Nothing is wrong with the receiver as far as is known, and none of its attempts is used up. The operator should look at the proxy named in OUTBOUND_PROXY_URL.",
      };
  }
}

function describeTimeout(context: FailureContext, host: string): FailureText {
  const doing = context.phase ? PHASE_DOING[context.phase] : "without a complete answer";
  const status = context.statusCode ? `, after status ${context.statusCode}` : "";
  return {
    message: `${host} took longer than ${seconds(context.timeoutMs)}: the time ran out ${doing}${status}.`,
    hint: "Raise the timeout of this webhook, or ask the receiver to answer first and do its work afterwards.",
  };
}

function describeRedirect(context: FailureContext, host: string): FailureText {
  const status = context.statusCode ? ` (status ${context.statusCode})` : "";
  if (!context.location) {
    return {
      message: `${host} answered with a redirect that names no address${status}.`,
      hint: "Webhooks do not follow redirects. Ask the receiver for the final address and enter that.",
    };
  }
  return {
    message: `${host} redirects to ${context.location}${status}.`,
    hint: `Webhooks do not follow redirects. If ${context.location} is the right place, enter it as the webhook's address; a sign-in page means that credentials are missing.`,
  };
}
