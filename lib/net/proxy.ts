import "server-only";

import http from "node:http";
import type { Socket } from "node:net";

/** Where requests leave through, instead of directly: the operator's, from OUTBOUND_PROXY_URL. */
export interface OutboundProxy {
  hostname: string;
  port: number;
  /** The value of Proxy-Authorization; null without credentials. */
  authorization: string | null;
}

/**
 * Why the way out itself is closed: no connection to the proxy, its refusal of our credentials, or its
 * own outage. It is nothing that the receiver did. `message` never holds the credentials.
 */
export class ProxyError extends Error {
  override readonly name = "ProxyError";
  constructor(
    message: string,
    /** Its answer, such as 407; null without one. */
    readonly statusCode: number | null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The proxy answers, and will not let us go to this receiver. */
export class ProxyRefusal extends Error {
  override readonly name = "ProxyRefusal";
  constructor(readonly statusCode: number) {
    super(`The outgoing proxy does not let requests go there (status ${statusCode}).`);
  }
}

/**
 * Reads the address of a proxy, as `http://user:password@proxy.internal:3128`.
 * @throws {RangeError} when it is none, without naming it: it may hold a password.
 */
export function parseProxyUrl(text: string): OutboundProxy {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== "http:" || url.hostname === "" || url.pathname !== "/") {
    throw new RangeError("the address of a proxy is written like http://proxy.internal:3128");
  }
  const credentials = [url.username, url.password].map(decoded).join(":");
  return {
    hostname: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: url.port === "" ? 80 : Number(url.port),
    authorization:
      url.username === "" && url.password === ""
        ? null
        : `Basic ${Buffer.from(credentials, "utf8").toString("base64")}`,
  };
}

/** A `%` that encodes nothing stands for itself. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What a proxy is to be told with each request. */
export const proxyHeaders = ({ authorization }: OutboundProxy): Record<string, string> =>
  authorization === null ? {} : { "Proxy-Authorization": authorization };

/** Its answers that tell of itself, whatever they were given to. */
const OWN_OUTAGE: ReadonlySet<number> = new Set([407, 500, 502, 503, 504]);
const MAX_HEADER_BYTES = 64 * 1024;

/**
 * Asks the proxy for a connection to `authority` (host and port). The socket then speaks to the receiver.
 * Hands `onRequest` what has to be destroyed to give up.
 * @throws {ProxyError} for what lies with the proxy; {ProxyRefusal} when it will not go there.
 */
export function openTunnel(
  proxy: OutboundProxy,
  authority: string,
  onRequest: (request: http.ClientRequest) => void,
): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const request = http.request({
      hostname: proxy.hostname,
      port: proxy.port,
      method: "CONNECT",
      path: authority,
      headers: { Host: authority, ...proxyHeaders(proxy) },
      agent: false,
      maxHeaderSize: MAX_HEADER_BYTES,
    });
    onRequest(request);
    request.on("connect", ({ statusCode = 0 }, socket, head) => {
      if (statusCode >= 200 && statusCode < 300) {
        if (head.length > 0) socket.unshift(head);
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(OWN_OUTAGE.has(statusCode) ? ownOutage(statusCode) : new ProxyRefusal(statusCode));
    });
    request.on("error", (cause) => reject(noProxy(cause)));
    request.end();
  });
}

/** What an answer of the proxy itself tells. */
export function ownOutage(statusCode: number): ProxyError {
  const message =
    statusCode === 407
      ? "The outgoing proxy does not accept the credentials of this instance (status 407)."
      : `The outgoing proxy could not make the connection (status ${statusCode}).`;
  return new ProxyError(message, statusCode);
}

/** The proxy can't be reached, or broke off. */
export function noProxy(cause: Error & { code?: string }): ProxyError {
  const code = cause.code ? ` (${cause.code})` : "";
  return new ProxyError(`The outgoing proxy could not be reached${code}.`, null, { cause });
}
