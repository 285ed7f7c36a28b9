import { setTimeout as delay } from "node:timers/promises";
import pino from "pino";
import { type EngineConfig, readConfig } from "./config";
import { startEngine } from "./engine";
import type { Log } from "./types";

const CONNECT_TRIES = 10;
const CONNECT_PAUSE_MS = 1_500;

/** Entry of the embedded engine: `tsx inngest/engine/main.ts`, or the bundle of this file. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = pino({ level: config.logLevel, base: { service: "engine" } });
  const engine = await startWhenDatabaseIsUp(config, log);

  let stopping = false;
  const stop = (name: string) => {
    // A second signal means now; what is left is taken over like after a crash.
    if (stopping) process.exit(1);
    stopping = true;
    log.info({ signal: name }, "stopping");
    engine.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on("SIGTERM", () => stop("SIGTERM"));
  process.on("SIGINT", () => stop("SIGINT"));
  process.on("SIGHUP", () => engine.refresh());
}

/** A database that starts beside the engine may be a few seconds later. */
async function startWhenDatabaseIsUp(config: EngineConfig, log: Log) {
  for (let tries = 1; ; tries++) {
    try {
      return await startEngine(config, log);
    } catch (error) {
      const { code, message } = error as Error & { code?: string };
      const starting = code === "ECONNREFUSED" || code === "57P03" || code === "ENOENT";
      if (!starting || tries === CONNECT_TRIES) {
        throw new Error(
          `The engine can't start: ${code === "EADDRINUSE" ? "its port is in use" : message || code}.`,
        );
      }
      log.warn({ reason: code }, "the database does not answer yet");
      await delay(CONNECT_PAUSE_MS);
    }
  }
}

main().catch((error: Error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
