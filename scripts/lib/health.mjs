// @ts-check
import net from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "./user-error.mjs";

const POLL_MS = 100;
const ANSWER_TIMEOUT_MS = 10_000;

/**
 * @param {string} url
 * @param {number} timeoutMs
 * @returns {Promise<void>} When something takes connections there.
 */
export async function waitUntilListening(url, timeoutMs) {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, "");
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await sleep(POLL_MS)) {
    if (await takesConnection(host, Number(port))) return;
  }
  throw new UserError(`The web server does not listen on ${url} after ${timeoutMs / 1000} s.`);
}

/**
 * @param {string} host
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function takesConnection(host, port) {
  return new Promise((resolve) => {
    const socket = net.connect({ host, port });
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

/**
 * Waits until `/api/health` answers 200.
 * @param {string} url Origin of the web server.
 * @param {object} options
 * @param {number} options.timeoutMs
 * @param {boolean} options.engineIsOurs False: an Inngest server that is away does not stop the start.
 * @returns {Promise<string | null>} null when all is well, else what is down.
 * @throws {UserError} When it does not become healthy in time.
 */
export async function waitUntilHealthy(url, { timeoutMs, engineIsOurs }) {
  let last = "nothing answers";
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await sleep(POLL_MS)) {
    try {
      const response = await fetch(`${url}/api/health`, {
        signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS),
        headers: { connection: "close" },
      });
      const text = await response.text();
      if (response.status === 200) return null;
      last = `it answers ${response.status} ${text.slice(0, 300)}`;
      if (!engineIsOurs && onlyEngineIsDown(text)) return last;
    } catch (error) {
      const { cause, message } = /** @type {Error} */ (error);
      last = cause instanceof Error ? cause.message : message;
    }
  }
  throw new UserError(
    `The web server is not healthy after ${timeoutMs / 1000} s (${url}/api/health: ${last}).`,
  );
}

/** @param {string} text */
function onlyEngineIsDown(text) {
  try {
    const { database, engine } = JSON.parse(text);
    return isUp(database) && !isUp(engine);
  } catch {
    return false;
  }
}

/** @param {unknown} part */
const isUp = (part) => {
  const status = typeof part === "object" && part !== null && "status" in part ? part.status : part;
  return status === "ok" || status === "up";
};
