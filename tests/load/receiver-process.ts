/**
 * A receiver of the benches, in a process of its own: answers every webhook with 200 and notes how
 * long after its order it came. Its parent asks for what has come since the last time.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** What came since the last asking: milliseconds from each order to its webhook. */
export interface Arrivals {
  latenciesMs: number[];
  total: number;
}

let latenciesMs: number[] = [];
let total = 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const now = Date.now();
    response.writeHead(200, { "content-length": "2" }).end("ok");
    total++;
    const { timestamp } = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    latenciesMs.push(now - timestamp);
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on("message", () => {
  process.send?.({ latenciesMs, total } satisfies Arrivals);
  latenciesMs = [];
});
process.once("disconnect", () => process.exit());
