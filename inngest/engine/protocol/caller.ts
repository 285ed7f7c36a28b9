import { randomUUID } from "node:crypto";
import { Agent, request } from "undici";
import { type Lease, type Outcome, queueItemId, type RunState } from "../types";
import { type RawResponse, readResponse } from "./response";
import { canonicalBody, signature } from "./sign";

const MAX_RESPONSE_BYTES = 8 * 1024 * 1024;
const SYNC_TIMEOUT_MS = 30_000;
/** Errors that mean no byte of ours was read: the app is not running. */
const ABSENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "UND_ERR_CONNECT_TIMEOUT",
]);

interface CallerOptions {
  serveUrl: string;
  signingKey: string;
  concurrency: number;
  callTimeoutMs: number;
}

/** Speaks the SDK protocol to the app, over kept-alive connections, every request signed. */
export class Caller {
  private readonly agent: Agent;
  private readonly open = new Set<AbortController>();
  private closed = false;

  constructor(private readonly options: CallerOptions) {
    this.agent = new Agent({
      connections: options.concurrency + 2,
      connect: { timeout: 10_000 },
      // Our own deadline ends a call; undici's 300 s would cut a long step short.
      headersTimeout: options.callTimeoutMs + 5_000,
      bodyTimeout: options.callTimeoutMs + 5_000,
    });
  }

  /** Calls a function of the app. Never throws: a fault is an outcome too. */
  async call(lease: Lease, run: RunState): Promise<Outcome> {
    const stack = Object.keys(run.steps);
    const body = canonicalBody({
      version: 2,
      event: run.event,
      events: [run.event],
      steps: run.steps,
      ctx: {
        run_id: lease.runId,
        // With these two the SDK goes on after a step, and reports it to the checkpoint address.
        fn_id: lease.functionId,
        qi_id: queueItemId(lease),
        attempt: lease.attempt,
        max_attempts: run.maxAttempts,
        // The SDK hangs when a key of `steps` is missing here.
        stack: { stack, current: Math.max(0, stack.length - 1) },
        disable_immediate_execution: run.forcePlan,
        use_api: false,
      },
    });
    const url = new URL(this.options.serveUrl);
    url.searchParams.set("fnId", lease.functionId);
    url.searchParams.set("stepId", lease.stepId);
    return this.attempt(async () =>
      readResponse(
        await this.send("POST", url, body, this.options.callTimeoutMs, {
          "x-inngest-req-version": "2",
          "x-run-id": lease.runId,
          "x-request-id": randomUUID(),
        }),
      ),
    );
  }

  /**
   * Asks the app for its functions (the protocol's in-band sync).
   * @throws when the app is not there, refuses the signature or answers something else.
   */
  async sync(): Promise<Record<string, unknown>[]> {
    const body = canonicalBody({ url: this.options.serveUrl });
    const response = await this.send("PUT", new URL(this.options.serveUrl), body, SYNC_TIMEOUT_MS, {
      "x-inngest-sync-kind": "in_band",
    });
    if (response.status === 401) throw new Error("the app refused the signature: check the keys");
    if (response.status !== 200) throw new Error(`the app answered ${response.status}`);
    const parsed = JSON.parse(response.body) as { functions?: Record<string, unknown>[] };
    if (!Array.isArray(parsed.functions)) throw new Error("the app did not sync in band");
    return parsed.functions;
  }

  /** Ends every open call. */
  async close(): Promise<void> {
    this.closed = true;
    for (const call of this.open) call.abort();
    await this.agent.destroy();
  }

  private async attempt(work: () => Promise<Outcome>): Promise<Outcome> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof CallFault) return { kind: "error", ...error.outcome };
      const { code = "", message } = error as Error & { code?: string };
      const fault = ABSENT.has(code) ? "absent" : "cut";
      return { kind: "unreachable", reason: code || message, fault };
    }
  }

  private async send(
    method: "POST" | "PUT",
    url: URL,
    body: string,
    timeoutMs: number,
    headers: Record<string, string>,
  ): Promise<RawResponse> {
    const deadline = new AbortController();
    const timer = setTimeout(() => deadline.abort(), timeoutMs);
    this.open.add(deadline);
    try {
      const response = await request(url, {
        dispatcher: this.agent,
        method,
        body,
        signal: deadline.signal,
        headers: {
          ...headers,
          "content-type": "application/json",
          "x-inngest-signature": signature(body, this.options.signingKey),
        },
      });
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of response.body as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > MAX_RESPONSE_BYTES) {
          throw new CallFault("The answer is larger than 8 MiB.", false);
        }
        chunks.push(chunk);
      }
      const text = Buffer.concat(chunks, size).toString("utf8");
      return { status: response.statusCode, headers: response.headers, body: text };
    } catch (error) {
      if (deadline.signal.aborted && !this.closed) {
        throw new CallFault(`The call took longer than ${timeoutMs / 1_000} s.`, true);
      }
      throw error;
    } finally {
      clearTimeout(timer);
      this.open.delete(deadline);
    }
  }
}

/** A fault of the call itself that counts as an attempt. */
class CallFault extends Error {
  readonly outcome: { error: { name: string; message: string }; retry: boolean };

  constructor(message: string, retry: boolean) {
    super(message);
    this.outcome = { error: { name: "EngineError", message }, retry };
  }
}
