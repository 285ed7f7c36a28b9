import "server-only";

import type http from "node:http";
import { isIP, type Socket } from "node:net";
import type { TLSSocket } from "node:tls";
import { type CollectedBody, collectBody } from "./body";
import { type AddressGuard, GuardError, type ResolvedAddress, refusedUrl } from "./guard";
import { hostOf, type Outgoing, openByProxy, openDirect, openThrough } from "./open";
import { noProxy, type OutboundProxy, openTunnel, ownOutage, ProxyError } from "./proxy";

/** Where an exchange was when it ended. */
export type ExchangePhase = "dns" | "proxy" | "connect" | "tls" | "waiting" | "body" | "done";

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

/** A name that only the proxy can look up must not cost the time for the exchange. */
const LOCAL_LOOKUP_MS = 2_000;

/**
 * Makes one HTTP exchange: the only place of the project from which an outgoing request leaves.
 * The guard vets the address and all that its name leads to, and the connection is made to what was
 * vetted. Redirects are not followed, proxy variables other than our own are not read, certificates are
 * always verified. Always resolves; never rejects.
 *
 * With a proxy the name is looked up there: what can be looked up here has to be allowed all the same,
 * and what cannot is left to the proxy.
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
    const check = guard.checkUrl(url);
    const begun = check.ok
      ? this.#begin(hostOf(url), guard.proxy)
      : Promise.reject(refusedUrl(url, check));
    begun.catch(this.#fail);
  }

  async #begin(host: string, proxy: OutboundProxy | null): Promise<void> {
    const addresses = await this.#vet(host, proxy !== null);
    if (this.#settled) return;
    const { url, method, headers, body, ca } = this.#options;
    const outgoing: Outgoing = {
      url,
      method,
      headers: { ...headers, "Content-Length": String(body.length) },
      ca,
    };
    this.#mark = performance.now();
    this.#phase = proxy ? "proxy" : "connect";
    if (!proxy) this.#send(openDirect(outgoing, addresses));
    else if (url.protocol === "http:") this.#send(openByProxy(outgoing, proxy));
    else await this.#tunnel(outgoing, proxy);
  }

  /** What may be connected to; behind a proxy, what is known of it. */
  async #vet(host: string, byProxy: boolean): Promise<readonly ResolvedAddress[]> {
    const vetted = this.#options.guard.resolve(host).then((addresses) => {
      if (isIP(host) === 0) this.#timings.dnsMs = this.#lap();
      return addresses;
    });
    if (!byProxy) return vetted;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<readonly ResolvedAddress[]>((resolve) => {
      timer = setTimeout(() => resolve([]), LOCAL_LOOKUP_MS);
    });
    const known = vetted.catch((error: unknown) => {
      if (error instanceof GuardError && error.kind === "dns") return [];
      throw error;
    });
    return Promise.race([known, late]).finally(() => clearTimeout(timer));
  }

  async #tunnel(outgoing: Outgoing, proxy: OutboundProxy): Promise<void> {
    const { url } = outgoing;
    const authority = `${url.hostname}:${url.port || 443}`;
    const socket = await openTunnel(proxy, authority, (request) => {
      this.#request = request;
      request.once("socket", (opened) => {
        opened.once("connect", () => {
          this.#phase = "connect";
        });
      });
    });
    if (this.#settled) {
      socket.destroy();
      return;
    }
    this.#timings.connectMs = this.#lap();
    this.#phase = "tls";
    this.#send(openThrough(outgoing, socket));
  }

  #send(request: http.ClientRequest): void {
    this.#request = request;
    request.on("error", this.#fail);
    request.on("socket", (socket) => this.#onSocket(socket));
    request.on("response", (response) => this.#onResponse(response));
    // 101 without having been asked: a status like any other, and no answer to a webhook.
    request.on("upgrade", (response, socket) => {
      this.#onResponse(response);
      socket.destroy();
    });
    request.end(this.#options.body);
  }

  #onSocket(socket: Socket): void {
    const { url, guard } = this.#options;
    const secure = url.protocol === "https:";
    socket.once("connect", () => {
      this.#timings.connectMs = this.#lap();
      // Of a proxy's connection the receiver's address is not known.
      this.#remoteAddress = guard.proxy ? null : (socket.remoteAddress ?? null);
      this.#phase = secure ? "tls" : "waiting";
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
    if (response.statusCode === 407 && this.#options.guard.proxy) {
      this.#settle({ reason: "failed", cause: ownOutage(407) });
      return;
    }
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

  readonly #onAbort = () => this.#settle({ reason: "aborted", cause: null });
  readonly #fail = (cause: Error) => {
    // With headers received, the body's own handling decides: a broken body is not a failure.
    if (this.#head) return;
    const isProxy = this.#phase === "proxy" && !(cause instanceof ProxyError);
    this.#settle({ reason: "failed", cause: isProxy ? noProxy(cause) : cause });
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
