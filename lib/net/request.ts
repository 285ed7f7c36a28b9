import "server-only";

import http from "node:http";
import https from "node:https";
import { isIP, type LookupFunction, type Socket } from "node:net";
import { createSecureContext, type SecureContext, type TLSSocket } from "node:tls";
import { type CollectedBody, collectBody } from "./body";
import { type AddressGuard, GuardError } from "./guard";

/** Where an exchange was when it ended. */
export type ExchangePhase = "dns" | "connect" | "tls" | "waiting" | "body" | "done";

/** Milliseconds; null where the step did not happen. */
export interface ExchangeTimings {
  dnsMs: number | null;
  connectMs: number | null;
  tlsMs: number | null;
  /** From the request being written to the response headers. */
  firstByteMs: number | null;
  bodyMs: number | null;
}

export interface ExchangeResponse {
  statusCode: number;
  /** Name and value in the order received, names as sent. */
  headers: [name: string, value: string][];
  body: Buffer;
  truncated: boolean;
}

export interface Exchange {
  /** Present as soon as the response headers came, whatever happened afterwards. */
  response: ExchangeResponse | null;
  /** Why there is no complete exchange; null when there is. A broken *body* is not an error. */
  error:
    | { reason: "deadline"; cause: null }
    | { reason: "aborted"; cause: null }
    | { reason: "failed"; cause: Error & { code?: string } }
    | null;
  phase: ExchangePhase;
  remoteAddress: string | null;
  startedAtMs: number;
  durationMs: number;
  timings: ExchangeTimings;
}

export interface ExchangeOptions {
  url: URL;
  method: string;
  headers: Record<string, string>;
  /** Sent as it is; Content-Length is its length. */
  body: Buffer;
  guard: AddressGuard;
  /** Bounds everything: name look-up, connection, TLS, headers and body. */
  timeoutMs: number;
  /** Of the decompressed response body. */
  maxBodyBytes: number;
  signal?: AbortSignal;
  /** Certificates to trust instead of the system's; for tests and private authorities. */
  ca?: string;
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

/**
 * Makes one HTTP exchange: the only place of the project from which an outgoing request leaves.
 * Every address is vetted by the guard, literal ones included. Redirects are not followed, proxy
 * variables are not read, certificates are always verified. Always resolves; never rejects.
 *
 * Node's own client is used rather than undici's: undici takes an unasked-for `100 Continue` for a
 * fault although RFC 9110 (15.2) tells clients to accept it, which would turn a success into retries.
 */
export function exchange(options: ExchangeOptions): Promise<Exchange> {
  return new Promise((resolve) => new ExchangeRun(options, resolve).start());
}

class ExchangeRun {
  readonly #options: ExchangeOptions;
  readonly #resolve: (exchange: Exchange) => void;
  readonly #startedAtMs = Date.now();
  readonly #start = performance.now();
  readonly #timings: ExchangeTimings = {
    dnsMs: null,
    connectMs: null,
    tlsMs: null,
    firstByteMs: null,
    bodyMs: null,
  };
  #mark = this.#start;
  #phase: ExchangePhase = "dns";
  #request: http.ClientRequest | null = null;
  #head: Pick<ExchangeResponse, "statusCode" | "headers"> | null = null;
  #snapshot: (() => CollectedBody) | null = null;
  #remoteAddress: string | null = null;
  #deadline: NodeJS.Timeout | null = null;
  #settled = false;

  constructor(options: ExchangeOptions, resolve: (exchange: Exchange) => void) {
    this.#options = options;
    this.#resolve = resolve;
  }

  start(): void {
    const { url, guard, signal, timeoutMs } = this.#options;
    if (signal?.aborted) {
      this.#settle({ reason: "aborted", cause: null });
      return;
    }
    signal?.addEventListener("abort", this.#onAbort, { once: true });
    this.#deadline = setTimeout(
      () => this.#settle({ reason: "deadline", cause: null }),
      Math.max(0, timeoutMs),
    );
    const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
    const isLiteral = isIP(host) !== 0;
    if (isLiteral) this.#phase = "connect";
    // Node asks no resolver for a literal address, hence no guard either.
    const vetted = isLiteral ? guard.resolve(host) : Promise.resolve();
    vetted.then(() => this.#send(host)).catch(this.#fail);
  }

  #send(host: string): void {
    if (this.#settled) return;
    const { url, method, headers, body, ca } = this.#options;
    const secure = url.protocol === "https:";
    // The name for SNI and the certificate has no trailing dot (RFC 6066, 3).
    const servername = isIP(host) === 0 ? host.replace(/\.$/, "") : undefined;
    const request = (secure ? https : http).request(url, {
      method,
      headers: { ...headers, "Content-Length": String(body.length) },
      agent: secure ? httpsAgent : httpAgent,
      lookup: this.#lookup,
      maxHeaderSize: MAX_HEADER_BYTES,
      // `ca` keeps TLS sessions of different trust apart; the context is what verifies.
      ...(secure ? { servername, ca, secureContext: secureContextFor(ca) } : {}),
    });
    this.#request = request;
    this.#mark = performance.now();
    request.on("error", this.#fail);
    request.on("socket", (socket) => this.#onSocket(socket, secure));
    request.on("response", (response) => this.#onResponse(response));
    // 101 without having been asked: a status like any other, and no answer to a webhook.
    request.on("upgrade", (response, socket) => {
      this.#onResponse(response);
      socket.destroy();
    });
    request.end(body);
  }

  #onSocket(socket: Socket, secure: boolean): void {
    socket.once("connect", () => {
      this.#timings.connectMs = this.#lap();
      this.#remoteAddress = socket.remoteAddress ?? null;
      this.#phase = secure ? "tls" : "waiting";
      // Cannot happen while the look-up is pinned; stands guard over that assumption.
      if (socket.remoteAddress && !this.#options.guard.allows(socket.remoteAddress)) {
        const text = `${socket.remoteAddress} is not a public address.`;
        socket.destroy(new GuardError("blocked_address", text, socket.remoteAddress));
      }
    });
    if (secure) {
      (socket as TLSSocket).once("secureConnect", () => {
        this.#timings.tlsMs = this.#lap();
        this.#phase = "waiting";
      });
    }
  }

  #onResponse(response: http.IncomingMessage): void {
    if (this.#settled) return;
    this.#timings.firstByteMs = this.#lap();
    this.#phase = "body";
    const headers: [string, string][] = [];
    for (let i = 0; i + 1 < response.rawHeaders.length; i += 2) {
      headers.push([response.rawHeaders[i] ?? "", utf8(response.rawHeaders[i + 1] ?? "")]);
    }
    this.#head = { statusCode: response.statusCode ?? 0, headers };
    const encoding = response.headers["content-encoding"];
    const { snapshot } = collectBody(response, encoding, this.#options.maxBodyBytes, (body) => {
      if (this.#settled) return;
      this.#timings.bodyMs = this.#lap();
      this.#phase = "done";
      this.#settle(null, body);
    });
    this.#snapshot = snapshot;
  }

  readonly #lookup: LookupFunction = (hostname, options, callback) =>
    this.#options.guard.lookup(hostname, options, (error, address, family) => {
      if (!error) {
        this.#timings.dnsMs = this.#lap();
        this.#phase = "connect";
      }
      callback(error, address, family);
    });

  readonly #onAbort = () => this.#settle({ reason: "aborted", cause: null });
  readonly #fail = (cause: Error) => {
    // With headers received, the body's own handling decides: a broken body is not a failure.
    if (!this.#head) this.#settle({ reason: "failed", cause });
  };

  #settle(error: Exchange["error"], body?: CollectedBody): void {
    if (this.#settled) return;
    this.#settled = true;
    if (this.#deadline) clearTimeout(this.#deadline);
    this.#options.signal?.removeEventListener("abort", this.#onAbort);
    let response: ExchangeResponse | null = null;
    if (this.#head) {
      const read = body ?? this.#snapshot?.() ?? { bytes: Buffer.alloc(0), truncated: true };
      const truncated = read.truncated || error !== null;
      response = { ...this.#head, body: read.bytes, truncated };
    }
    this.#request?.destroy();
    this.#resolve({
      response,
      error,
      phase: this.#phase,
      remoteAddress: this.#remoteAddress,
      startedAtMs: this.#startedAtMs,
      durationMs: Math.round(performance.now() - this.#start),
      timings: this.#timings,
    });
  }

  /** Milliseconds since the last lap, to a tenth. */
  #lap(): number {
    const now = performance.now();
    const elapsed = Math.round((now - this.#mark) * 10) / 10;
    this.#mark = now;
    return elapsed;
  }
}

const strictUtf8 = new TextDecoder("utf-8", { fatal: true });

/** Node reads header bytes as Latin-1; where they are UTF-8 in truth, that is what was meant. */
function utf8(latin1: string): string {
  try {
    return strictUtf8.decode(Buffer.from(latin1, "latin1"));
  } catch {
    return latin1;
  }
}
