import { type Behaviour, type Receiver, startReceiver } from "../../fixtures/receiver";

/** One request at the receiver, with what it was answered. */
export interface Arrival {
  /** `X-Webhook-Id`. */
  id: string;
  attempt: number;
  path: string;
  body: string;
  /** Unix milliseconds. */
  at: number;
  /** The status it was given; null while none was. */
  status: number | null;
}

export interface Reply {
  status: number;
  afterMs?: number;
  /** Seconds. */
  retryAfter?: number;
}

/** What a path answers to the n-th request (from 1) of one delivery: a status, or mischief. */
export type Rule = (arrival: Arrival, nth: number) => Reply | Behaviour;

export interface ChaosReceiver {
  arrivals: readonly Arrival[];
  to(path: string): Arrival[];
  url(path: string): string;
  /** Sets what a path answers; 200 at once unless told otherwise. */
  rule(path: string, rule: Rule): void;
  /** Called in the moment in which an answer was written. */
  onAnswered: ((arrival: Arrival) => void) | null;
  close(): Promise<void>;
}

/** A receiver that outlives every kill, and is the witness of what was really sent. */
export async function startChaosReceiver(): Promise<ChaosReceiver> {
  const arrivals: Arrival[] = [];
  const rules = new Map<string, Rule>();
  const counts = new Map<string, number>();
  const fallback: Behaviour = (context) => {
    const { request, response, body, later } = context;
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    const header = (name: string) => String(request.headers[name] ?? "");
    const arrival: Arrival = {
      id: header("x-webhook-id"),
      attempt: Number(header("x-webhook-attempt")),
      path,
      body: body.toString("utf8"),
      at: Date.now(),
      status: null,
    };
    arrivals.push(arrival);
    const nth = (counts.get(arrival.id) ?? 0) + 1;
    counts.set(arrival.id, nth);
    const reply = rules.get(path)?.(arrival, nth) ?? { status: 200 };
    if (typeof reply === "function") return reply(context);
    const { status, afterMs = 0, retryAfter } = reply;
    const answer = () => {
      // A sender that died meanwhile is answered nothing.
      if (response.destroyed) return;
      response.writeHead(status, retryAfter === undefined ? {} : { "Retry-After": retryAfter });
      response.end("ok");
      arrival.status = status;
      chaos.onAnswered?.(arrival);
    };
    if (afterMs > 0) later(afterMs, answer);
    else answer();
  };
  const receiver: Receiver = await startReceiver({ fallback });
  const chaos: ChaosReceiver = {
    arrivals,
    to: (path) => arrivals.filter((arrival) => arrival.path === path),
    url: receiver.url,
    rule: (path, rule) => {
      rules.set(path, rule);
    },
    onAnswered: null,
    close: receiver.close,
  };
  return chaos;
}
