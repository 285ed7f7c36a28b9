/** A receiver on this machine that counts what arrives, by delivery. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Arrival {
  deliveryId: string;
  /** The order's number, as the payload names it. */
  orderNumber: string;
  /** Of `performance.now()`. */
  at: number;
}

/**
 * @param answerAfterMs how long an answer takes; null for none at all, ever
 */
export async function startTargetServer(answerAfterMs: number | null) {
  const arrivals: Arrival[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const at = performance.now();
      const { data } = JSON.parse(Buffer.concat(chunks).toString()) as {
        data?: { order?: { orderId?: string } };
      };
      const deliveryId = String(request.headers["x-webhook-id"]);
      arrivals.push({ deliveryId, orderNumber: data?.order?.orderId ?? "", at });
      if (answerAfterMs !== null) setTimeout(() => response.end('{"ok":true}'), answerAfterMs);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    arrivals,
    stop: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
