import http, { type IncomingHttpHeaders } from "node:http";

export interface Call {
  method?: string;
  headers?: Record<string, string>;
  /** Sent as JSON, unless it is bytes or `raw` is given. */
  body?: unknown;
  /** The body's exact text. */
  raw?: string | Buffer;
  /** Announces a body of so many bytes and never sends it: the answer has to come without. */
  announced?: number;
}

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** The parsed body; undefined when it is not JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the tests check
  json: any;
}

const TIMEOUT_MS = 60_000;

/**
 * One request on a connection of its own. Unlike `fetch` it leaves the path as it is (`..`, odd
 * characters), and it never reuses a connection to a process that was killed meanwhile.
 */
export function request(origin: string, path: string, call: Call = {}): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  const payload = call.raw ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
  const headers: Record<string, string> = {
    ...(payload === undefined ? {} : { "content-type": "application/json" }),
    ...call.headers,
    ...(payload === undefined ? {} : { "content-length": String(Buffer.byteLength(payload)) }),
    ...(call.announced === undefined ? {} : { "content-length": String(call.announced) }),
  };
  return new Promise((resolve, reject) => {
    const sent = http.request(
      { hostname, port, path, method: call.method ?? "GET", headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            json: parse(text),
          });
          if (call.announced !== undefined) sent.destroy();
        });
      },
    );
    sent.setTimeout(TIMEOUT_MS, () => sent.destroy(new Error(`${path}: no answer`)));
    sent.on("error", reject);
    if (call.announced === undefined) sent.end(payload);
    else sent.flushHeaders();
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
