import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { InngestCommHandler } from "inngest";
import { MAX_CALL_BYTES, requireJson, serving } from "@/inngest/serving";
import { env } from "@/lib/env";
import { AppError } from "@/lib/http/errors";
import { problemResponse } from "@/lib/http/problem";
import { securityHeaders } from "@/lib/http/security-headers";

interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  body: string;
}

/**
 * Answers the engine's calls on Node's own request and response: two for each order, on which Next's
 * way from the one to the other costs more than the functions do (decision 021). The SDK refuses what
 * is not signed. Never throws.
 */
export function engineCalls(): (
  request: IncomingMessage,
  response: ServerResponse,
) => Promise<void> {
  const handle = new InngestCommHandler({
    frameworkName: "nodejs",
    ...serving,
    handler: ({ request, response, body }: Call) => ({
      body: () => body,
      headers: (name) => request.headers[name.toLowerCase()]?.toString(),
      method: () => request.method ?? "",
      // What a client says of the host decides nothing: the address is the one that is configured.
      url: () => new URL(request.url ?? "/", env().appUrl),
      transformResponse: ({ body, status, headers }) => {
        response.writeHead(status, { ...securityHeaders, ...headers });
        response.end(body);
      },
    }),
  }).createHandler();
  return async (request, response) => {
    try {
      const body = await readBody(request);
      if (body !== "") requireJson(body);
      await handle({ request, response, body });
    } catch (error) {
      await answerProblem(response, error);
    }
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const tooLarge = () =>
    new AppError("payload_too_large", `The body may have at most ${MAX_CALL_BYTES} bytes.`);
  if (Number(request.headers["content-length"] ?? 0) > MAX_CALL_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.length;
      if (length > MAX_CALL_BYTES) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError("invalid_request", "The connection was closed in the middle of the body.");
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function answerProblem(response: ServerResponse, error: unknown): Promise<void> {
  const problem = problemResponse(error, randomUUID());
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // What is left of the body is not read: the connection can't be used again.
  response.writeHead(problem.status, {
    ...securityHeaders,
    ...Object.fromEntries(problem.headers),
    connection: "close",
  });
  response.end(await problem.text());
}
