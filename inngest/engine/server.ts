import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { EventRejected, parseEvents, type StoredEvent } from "./ingest";
import type { Log } from "./types";

const MAX_BODY_BYTES = 16 * 1024 * 1024;

interface Options {
  eventKey: string;
  log: Log;
  /** Stores the events and their runs; when it resolves they are safe. */
  accept: (events: StoredEvent[]) => Promise<void>;
  health: () => { status: string };
}

/** The engine's address for senders of events: `POST /e/:key`, and `GET /health`. */
export function createHttpServer(options: Options): Server {
  const server = createServer((request, response) => {
    handle(options, request, response).catch((error: Error) => {
      options.log.error({ reason: error.message }, "request failed");
      if (!response.headersSent) reply(response, 503, { error: "Not stored, try again." });
    });
  });
  // Longer than the client's pool keeps a connection, so that it never meets a closing one.
  server.keepAliveTimeout = 65_000;
  return server;
}

async function handle(options: Options, request: IncomingMessage, response: ServerResponse) {
  const { pathname } = new URL(request.url ?? "/", "http://engine");
  if (request.method === "GET" && pathname === "/health") {
    const health = options.health();
    return reply(response, health.status === "ok" ? 200 : 503, health);
  }
  const key = /^\/e\/([^/]+)$/.exec(pathname)?.[1];
  if (key === undefined) return reply(response, 404, { error: "Not found." });
  if (request.method !== "POST") return reply(response, 405, { error: "Only POST." });
  if (!sameKey(key, options.eventKey)) return reply(response, 401, { error: "Unknown event key." });
  const body = await readBody(request);
  if (body === undefined) return reply(response, 413, { error: "The body is too large." });
  const seed = request.headers["x-inngest-event-id-seed"];
  let events: StoredEvent[];
  try {
    events = parseEvents(body, Array.isArray(seed) ? seed[0] : seed);
  } catch (error) {
    if (error instanceof EventRejected) return reply(response, 400, { error: error.message });
    throw error;
  }
  if (events.length > 0) await options.accept(events);
  return reply(response, 200, { ids: events.map((event) => event.id) });
}

function reply(response: ServerResponse, status: number, body: Record<string, unknown>) {
  // The SDK reads `status` from the body, not only from the head.
  const text = JSON.stringify("status" in body ? body : { ...body, status });
  response.writeHead(status, { "content-type": "application/json" });
  response.end(text);
}

/** Compares digests, so neither the content nor the length of the key shows in the time taken. */
function sameKey(given: string, expected: string): boolean {
  let decoded: string;
  try {
    decoded = decodeURIComponent(given);
  } catch {
    return false;
  }
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(decoded), digest(expected));
}

/** The whole body, or undefined when it is larger than allowed; the rest is then read away. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size <= MAX_BODY_BYTES ? Buffer.concat(chunks, size).toString("utf8") : undefined;
}
