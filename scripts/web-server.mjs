// @ts-check
// The web server of the production build: Next behind a check of the request line. The engine's calls
// and new orders are answered without a way through Next (decision 021).
import { randomUUID } from "node:crypto";
import { createServer } from "node:http";
import next from "next";
import { ROOT } from "./lib/paths.mjs";
import { refuseTarget } from "./lib/request-target.mjs";
import { clientOf, trustedProxies } from "./lib/trusted-proxies.mjs";

const [hostname = "127.0.0.1", portText = "3000"] = process.argv.slice(2);
const port = Number(portText);

// Node asks the system each time that a variable is read or listed, which Next and the engine's SDK do
// many times for every request. An ordinary object with the same variables costs next to nothing.
process.env = { ...process.env };

const app = next({ dev: false, dir: ROOT, hostname, port });
const handle = app.getRequestHandler();
await app.prepare();

/**
 * What answers a request without a way through Next. Set by `instrumentation.ts`, which is part of the
 * build and knows the functions and routes. Next may run that after the first requests; until then it
 * answers them all.
 * @param {import("node:http").IncomingMessage} request
 * @returns {typeof handle | undefined}
 */
function pastNext({ method, url = "" }) {
  const { __tliPastNext: answers } = /** @type {{ __tliPastNext?: Map<string, typeof handle> }} */ (
    globalThis
  );
  return answers?.get(`${method} ${url.split("?", 1)[0]}`);
}

const isTrusted = trustedProxies(process.env.TRUSTED_PROXIES);

/** Test inboxes, which show the hops that a proxy wrote as they were sent; they go by no address. */
const INBOX = /^\/in\/[\w-]+(\?|$)/;

/**
 * Reduces X-Forwarded-For to the one address that throttling and the audit log go by: the account
 * library reads no list.
 * @param {import("node:http").IncomingMessage} request
 */
function tellClient({ headers, url = "", socket: { remoteAddress } }) {
  if (INBOX.test(url) && isTrusted(remoteAddress)) return;
  const forwardedFor = /** @type {string | undefined} */ (headers["x-forwarded-for"]);
  headers["x-forwarded-for"] = clientOf(remoteAddress, forwardedFor, isTrusted);
}

const server = createServer((request, response) => {
  tellClient(request);
  const refusal = refuseTarget(request.method, request.url);
  if (!refusal) {
    const answer = pastNext(request) ?? handle;
    answer(request, response).catch((error) => {
      console.error(error);
      response.destroy();
    });
    return;
  }
  const requestId = randomUUID();
  response.writeHead(refusal.status, {
    "content-type": "application/problem+json",
    "x-request-id": requestId,
    "x-content-type-options": "nosniff",
    connection: "close",
  });
  response.end(JSON.stringify({ type: `about:blank#${refusal.code}`, ...refusal, requestId }));
});

server.on("error", (error) => {
  console.error(`The web server cannot listen on ${hostname}:${port}: ${error.message}`);
  process.exit(1);
});
// Longer than proxies and clients keep an idle connection (a minute, usually): whoever closes it
// first must not be us, or a request that is just being sent on it is lost. Node's own is 5 s.
server.keepAliveTimeout = 75_000;
server.listen(port, hostname);

let stopping = false;
/** Answers what is under way, then ends; the supervisor bounds the wait. */
async function stop() {
  if (stopping) return;
  stopping = true;
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeIdleConnections();
  await closed;
  await app.close();
  process.exit(0);
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
