import "server-only";

import http from "node:http";
import https from "node:https";
import { isIP, type LookupFunction, type Socket } from "node:net";
import { connect, createSecureContext, type SecureContext } from "node:tls";
import type { ResolvedAddress } from "./guard";
import { type OutboundProxy, proxyHeaders } from "./proxy";

/** What is sent, by whichever way. */
export interface Outgoing {
  url: URL;
  method: string;
  /** Content-Length among them. */
  headers: Record<string, string>;
  /** Certificates to trust instead of the system's. */
  ca: string | undefined;
}

/** Node's 250 ms makes far-away hosts with several addresses fail although they would answer. */
const FAMILY_ATTEMPT_MS = 2_500;
const MAX_HEADER_BYTES = 64 * 1024;

/**
 * They keep TLS sessions but no idle connections: a receiver may be closing an idle one in the very
 * moment it is used again, and whether it still read the POST is then unknowable. A fresh
 * connection is vetted afresh and makes no failures of our own.
 */
const agentOptions = {
  keepAlive: false,
  autoSelectFamily: true,
  autoSelectFamilyAttemptTimeout: FAMILY_ATTEMPT_MS,
};
const httpAgent = new http.Agent(agentOptions);
// Stated, because NODE_TLS_REJECT_UNAUTHORIZED=0 would otherwise switch verification off.
const httpsAgent = new https.Agent({ ...agentOptions, rejectUnauthorized: true });

const secureContexts = new Map<string | undefined, SecureContext>();

/** Node would otherwise build one for every connection, which costs more than the handshake. */
function secureContextFor(ca: string | undefined): SecureContext {
  let context = secureContexts.get(ca);
  if (!context) {
    context = createSecureContext({ ca });
    secureContexts.set(ca, context);
  }
  return context;
}

/** The host without the brackets of IPv6. */
export const hostOf = (url: URL): string => url.hostname.replace(/^\[(.*)\]$/, "$1");

/** The name for SNI and the certificate has no trailing dot (RFC 6066, 3); an address is no name. */
const serverNameOf = (host: string) => (isIP(host) === 0 ? host.replace(/\.$/, "") : undefined);

/** Begins a request that can connect to nothing but the vetted addresses. */
export function openDirect(
  { url, method, headers, ca }: Outgoing,
  addresses: readonly ResolvedAddress[],
): http.ClientRequest {
  const secure = url.protocol === "https:";
  return (secure ? https : http).request(url, {
    method,
    headers,
    agent: secure ? httpsAgent : httpAgent,
    lookup: pinned(addresses),
    maxHeaderSize: MAX_HEADER_BYTES,
    // `ca` keeps TLS sessions of different trust apart; the context is what verifies.
    ...(secure
      ? { servername: serverNameOf(hostOf(url)), ca, secureContext: secureContextFor(ca) }
      : {}),
  });
}

/** Begins a request that the proxy carries on: its target is the whole address (RFC 9112, 3.2.2). */
export function openByProxy(
  { url, method, headers }: Outgoing,
  proxy: OutboundProxy,
): http.ClientRequest {
  return http.request({
    hostname: proxy.hostname,
    port: proxy.port,
    method,
    path: `${url.origin}${url.pathname}${url.search}`,
    headers: { ...headers, Host: url.host, ...proxyHeaders(proxy) },
    agent: httpAgent,
    maxHeaderSize: MAX_HEADER_BYTES,
  });
}

/** Begins a request to an https address over a connection that a proxy has made. */
export function openThrough(
  { url, method, headers, ca }: Outgoing,
  socket: Socket,
): http.ClientRequest {
  const host = hostOf(url);
  return https.request(url, {
    method,
    headers,
    maxHeaderSize: MAX_HEADER_BYTES,
    // Known from the agent otherwise: without it the Host header would name port 80.
    defaultPort: 443,
    createConnection: () =>
      connect({
        socket,
        host,
        servername: serverNameOf(host) ?? "",
        secureContext: secureContextFor(ca),
        rejectUnauthorized: true,
      }),
  });
}

/** A look-up that knows these addresses only, whatever it is asked for. */
function pinned(addresses: readonly ResolvedAddress[]): LookupFunction {
  return (_hostname, options, callback) => {
    const [first] = addresses;
    if (options.all) callback(null, [...addresses]);
    else if (first) callback(null, first.address, first.family);
    else callback(new Error("no vetted address"), "");
  };
}
