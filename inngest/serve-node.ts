import type { IncomingMessage, ServerResponse } from "node:http";
import { InngestCommHandler } from "inngest";
import { SIGNATURE_HEADER } from "@/inngest/call-signature";
import { readCall, serving } from "@/inngest/serving";
import { env } from "@/lib/env";
import { securityHeaders } from "@/lib/http/security-headers";
import { withProblems } from "@/lib/http/serve-node";

interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  body: string;
}

/**
 * Answers the engine's calls on Node's own request and response: two for each order, on which Next's
 * way from the one to the other costs more than the functions do (decision 021). What is not signed is
 * refused, by `readCall` and by the SDK. Never throws.
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
  return withProblems(async (request, response) => {
    const { headers } = request;
    const incoming = { chunks: request, contentLength: headers["content-length"] };
    const body = await readCall(incoming, headers[SIGNATURE_HEADER]?.toString());
    await handle({ request, response, body });
  });
}
