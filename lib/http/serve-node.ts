import "server-only";
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { env } from "@/lib/env";
import { problemResponse } from "@/lib/http/problem";
import type { Call } from "@/lib/http/route";
import { securityHeaders } from "@/lib/http/security-headers";

type Answering = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Answers requests to a route without dynamic segments on Node's own request and response, past Next
 * (decision 021). Never throws.
 */
export function onNode(answerCall: (call: Call) => Promise<Response>): Answering {
  return withProblems(async (request, response) =>
    write(request, response, await answerCall(callOf(request))),
  );
}

/** The same answering, which tells what is thrown in a problem response. Never throws. */
export function withProblems(answer: Answering): Answering {
  return async (request, response) => {
    try {
      await answer(request, response);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else await write(request, response, problemResponse(error, randomUUID()));
    }
  };
}

function callOf(incoming: IncomingMessage): Call {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  // What a client says of the host decides nothing: the address is the one that is configured.
  const { href: url } = new URL(incoming.url ?? "/", env().appUrl);
  return {
    request: { method: incoming.method ?? "", url, headers },
    body: { chunks: incoming, contentLength: headers.get("content-length") },
    params: {},
  };
}

async function write(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Response,
): Promise<void> {
  const text = await answer.text();
  response.writeHead(answer.status, {
    ...securityHeaders,
    ...Object.fromEntries(answer.headers),
    "content-length": Buffer.byteLength(text),
    // What is left of a body is not read: the connection can't be used again.
    ...(request.complete ? {} : { connection: "close" }),
  });
  response.end(text);
}
