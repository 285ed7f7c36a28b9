// @ts-check
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { BUILD_DIR, inRoot, ROOT } from "./paths.mjs";
import { freePort } from "./ports.mjs";
import { signalGroup } from "./processes.mjs";
import { readRuntime } from "./runtime.mjs";
import { UserError } from "./user-error.mjs";

const START_TIMEOUT_MS = 120_000;
const STOP_TIMEOUT_MS = 40_000;

/** What the tester's own settings must not reach: an empty variable hides even `.env`. */
const CLEAN = Object.fromEntries(
  [
    ..."DATABASE_URL APP_SECRET APP_URL ADMIN_EMAIL ADMIN_PASSWORD NODE_ENV".split(" "),
    ..."INNGEST_BASE_URL INNGEST_EVENT_KEY INNGEST_SIGNING_KEY INNGEST_DEV".split(" "),
    ..."WEBHOOK_ALLOWED_CIDRS OUTBOUND_PROXY_URL".split(" "),
  ].map((name) => [name, ""]),
);

/**
 * The production build, started as a user starts it, on a port and with data of its own.
 * @returns {Promise<{ url: string, dataDir: string, stop: () => Promise<number | null> }>}
 *   stop gives the exit code, which a clean end makes 0.
 */
export async function startProduct() {
  const dataDir = path.join(BUILD_DIR, "test", `product-${process.pid}`);
  rmSync(dataDir, { recursive: true, force: true });
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  const port = await freePort();
  const guard = pathToFileURL(inRoot("scripts/lib/exit-with-parent.mjs")).href;
  const child = spawn(process.execPath, ["--import", guard, inRoot("scripts/start.mjs")], {
    cwd: ROOT,
    detached: process.platform !== "win32",
    stdio: ["pipe", "inherit", "inherit"],
    env: {
      ...process.env,
      ...CLEAN,
      // Short waits between attempts: the tests watch retries happen.
      WEBHOOK_BACKOFF_BASE_SECONDS: "0.5",
      // Benches place more orders a minute than an ordinary key may.
      API_RATE_LIMIT_PER_MINUTE: "1000000",
      LOG_LEVEL: "warn",
      HOST: "127.0.0.1",
      PORT: String(port),
      DATA_DIR: dataDir,
    },
  });
  let ended = false;
  const exited = once(child, "exit").then(([code]) => {
    ended = true;
    return /** @type {number | null} */ (code);
  });
  const stop = async () => {
    if (!ended) child.kill("SIGTERM");
    const timer = setTimeout(() => child.pid && signalGroup(child.pid, "SIGKILL"), STOP_TIMEOUT_MS);
    const code = await exited;
    clearTimeout(timer);
    rmSync(dataDir, { recursive: true, force: true });
    return code;
  };
  for (const deadline = Date.now() + START_TIMEOUT_MS; !ended; await sleep(100)) {
    const runtime = readRuntime(dataDir);
    if (runtime?.ready && runtime.webUrl) return { url: runtime.webUrl, dataDir, stop };
    if (Date.now() > deadline) break;
  }
  await stop();
  throw new UserError("The product did not start for the end-to-end tests.");
}
