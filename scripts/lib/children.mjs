// @ts-check
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";
import { inRoot, ROOT } from "./paths.mjs";
import { ENGINE_BUNDLE, ENGINE_SOURCE } from "./prepare.mjs";
import { say } from "./report.mjs";

const EXIT_WITH_PARENT = pathToFileURL(inRoot("scripts/lib/exit-with-parent.mjs")).href;
/** Next's greeting; the supervisor has its own. */
const BANNER =
  /^\s*$|^\s*▲ Next|^\s*- (Local|Network|Environments|Experiments)|^\s*✓ (Starting|Ready|Running next)/;

/** @type {(line: string) => string} */
let readable = (line) => line;

/** From now on JSON log lines are shown for people; the package is there once the others are. */
export async function makeLogsReadable() {
  const { prettyFactory } = await import("pino-pretty");
  const pretty = prettyFactory({
    colorize: process.stdout.isTTY === true,
    ignore: "pid,hostname",
    translateTime: "SYS:HH:MM:ss",
  });
  readable = (line) => (line.startsWith("{") ? pretty(line).trimEnd() : line);
}

/**
 * @param {import("./config.mjs").Config} config
 * @param {Record<string, string>} env
 * @param {boolean} dev
 */
export const launchWeb = (config, env, dev) =>
  launchNode(
    dev
      ? [
          inRoot("node_modules/next/dist/bin/next"),
          "dev",
          "-H",
          config.host,
          "-p",
          `${config.port}`,
        ]
      : [inRoot("scripts/web-server.mjs"), config.host, String(config.port)],
    env,
    (line) => !BANNER.test(line),
  );

/**
 * @param {Record<string, string>} env
 * @param {boolean} dev
 */
export const launchEngine = (env, dev) =>
  launchNode(
    dev ? ["--import", "tsx", ENGINE_SOURCE] : ["--enable-source-maps", ENGINE_BUNDLE],
    env,
  );

/**
 * A process group of its own, so that a terminal's Ctrl-C reaches the supervisor alone; its stdin
 * is a pipe that nobody writes to, whose end tells it that the supervisor is gone.
 * @param {string[]} args
 * @param {Record<string, string>} env
 * @param {(line: string) => boolean} [keep] Lines of its output to show.
 */
function launchNode(args, env, keep = () => true) {
  const child = spawn(process.execPath, ["--import", EXIT_WITH_PARENT, ...args], {
    cwd: ROOT,
    // Fewer malloc arenas: the product is to fit into a small machine's memory.
    env: /** @type {NodeJS.ProcessEnv} */ ({ MALLOC_ARENA_MAX: "2", ...env }),
    detached: process.platform !== "win32",
    stdio: ["pipe", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on("line", (line) => {
      if (keep(line)) say(readable(line));
    });
  }
  // Its end is told by "exit"; a broken pipe on the way there is no news.
  child.stdin.on("error", () => {});
  return child;
}
