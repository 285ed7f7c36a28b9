import { createHash, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type Checkpoint, CheckpointRejected, parseCheckpoint } from "./checkpoint";
import { EventRejected, parseEvents, type StoredEvent } from "./ingest";
import type { Log } from "./types";

const MAX_BODY_BYTES = 16 * 1024 * 1024;

interface Options {
  eventKey: string;
  /** The bearer token of the SDK's own calls. */
  apiToken: string;
  log: Log;
  /** Stores the events and their runs; when it resolves they are safe. */
  accept: (events: StoredEvent[]) => Promise<void>;
  /** Saves steps of a call under way; false when that call is not the one that counts any more. */
  checkpoint: (checkpoint: Checkpoint) => Promise<boolean>;
  health: () => { status: string };
}

/**
 * The engine's address: `POST /e/:key` for senders of events, `POST /v1/checkpoint/:runId/async` for
 * the SDK, and `GET /health`.
 */
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
  const [, eventKey, runId] =
    /^(?:\/e\/([^/]+)|\/v1\/checkpoint\/([^/]+)\/async)$/.exec(pathname) ?? [];
  if (!eventKey && !runId) return reply(response, 404, { error: "Not found." });
  if (request.method !== "POST") return reply(response, 405, { error: "Only POST." });
  if (eventKey && !isSame(decoded(eventKey), options.eventKey)) {
    return reply(response, 401, { error: "Unknown event key." });
  }
  if (runId && !isSame(request.headers.authorization, `Bearer ${options.apiToken}`)) {
    return reply(response, 401, { error: "Unknown signing key." });
  }
  const body = await readBody(request);
  if (body === undefined) return reply(response, 413, { error: "The body is too large." });
  try {
    if (runId) return await takeCheckpoint(options, runId, body, response);
    await takeEvents(options, request.headers["x-inngest-event-id-seed"], body, response);
  } catch (error) {
    if (!(error instanceof EventRejected || error instanceof CheckpointRejected)) throw error;
    reply(response, 400, { error: error.message });
  }
}

async function takeEvents(
  options: Options,
  seed: string | string[] | undefined,
  body: string,
  response: ServerResponse,
) {
  const events = parseEvents(body, Array.isArray(seed) ? seed[0] : seed);
  if (events.length > 0) await options.accept(events);
  reply(response, 200, { ids: events.map((event) => event.id) });
}

async function takeCheckpoint(
  options: Options,
  runId: string,
  body: string,
  response: ServerResponse,
) {
  const isCurrent = await options.checkpoint(parseCheckpoint(decoded(runId) ?? "", body));
  // By a 409 the SDK knows that another call has taken over, and stops.
  reply(response, isCurrent ? 200 : 409, isCurrent ? {} : { error: "The call was replaced." });
}

function reply(response: ServerResponse, status: number, body: Record<string, unknown>) {
  // The SDK reads `status` from the body, not only from the head.
  const text = JSON.stringify("status" in body ? body : { ...body, status });
  response.writeHead(status, { "content-type": "application/json" });
  response.end(text);
}

/** Compares digests, so neither the content nor the length of the key shows in the time taken. */
function isSame(given: string | undefined, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return given !== undefined && timingSafeEqual(digest(given), digest(expected));
}

/** A part of a path; undefined when its percent-encoding is broken. */
function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
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
