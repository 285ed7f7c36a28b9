import type { IncomingMessage, ServerResponse } from "node:http";

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Runs once when the web server starts: the owner from the environment, the outbox sweeper, and what
 * the web server answers without a way through Next (`scripts/web-server.mjs`, decision 021).
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { startBackground } = await import("@/lib/background");
  const { engineCalls } = await import("@/inngest/serve-node");
  const { onNode } = await import("@/lib/http/serve-node");
  const orders = await import("@/app/api/v1/orders/route");
  const engine = engineCalls();
  const pastNext = new Map<string, Answer>([
    ["POST /api/inngest", engine],
    ["PUT /api/inngest", engine],
    ["POST /api/v1/orders", onNode(orders.POST.answerCall)],
  ]);
  Object.assign(globalThis, { __tliPastNext: pastNext });
  startBackground();
}
