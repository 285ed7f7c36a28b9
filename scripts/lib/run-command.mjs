// @ts-check
import { spawn } from "node:child_process";
import { ROOT } from "./paths.mjs";
import { signalGroup } from "./processes.mjs";
import { UserError } from "./user-error.mjs";

const KEPT_LINES = 60;

/** @type {Set<import("node:child_process").ChildProcess>} */
const running = new Set();

/**
 * Runs a command to its end in the repository's root and keeps what it prints.
 * @param {string} command
 * @param {string[]} args
 * @param {object} [options]
 * @param {NodeJS.ProcessEnv} [options.env]
 * @param {boolean} [options.echo] Show its output as it comes.
 * @param {number} [options.timeoutMs] After which it is killed.
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>} code 1 also for a signal.
 */
export function run(command, args, { env = process.env, echo = false, timeoutMs } = {}) {
  return new Promise((resolve, reject) => {
    const windowsScript = process.platform === "win32" && !command.endsWith(".exe");
    const child = spawn(command, args, {
      cwd: ROOT,
      env,
      stdio: ["ignore", "pipe", "pipe"],
      shell: windowsScript,
      // A group of its own, so that an interrupt ends all of it and in our order.
      detached: process.platform !== "win32",
    });
    running.add(child);
    const timer =
      timeoutMs && setTimeout(() => child.pid && signalGroup(child.pid, "SIGKILL"), timeoutMs);
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout += text;
      if (echo) process.stdout.write(text);
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      stderr += text;
      if (echo) process.stderr.write(text);
    });
    child.once("error", (error) => {
      running.delete(child);
      reject(new UserError(`${command} can't be started: ${error.message}.`));
    });
    child.once("close", (code) => {
      running.delete(child);
      clearTimeout(timer);
      resolve({ code: code ?? 1, stdout, stderr });
    });
  });
}

/**
 * As `run`, but a failure is an error that shows the end of what was printed.
 * @param {string} what As in "The build".
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv }} [options]
 */
export async function runOrFail(what, command, args, options) {
  const result = await run(command, args, options);
  if (result.code === 0) return result;
  const lines = `${result.stdout}\n${result.stderr}`.trim().split("\n").slice(-KEPT_LINES);
  throw new UserError(`${what} failed (exit code ${result.code}):\n\n${lines.join("\n")}`);
}

/** Ends every command under way, for an interrupted start. */
export function endCommands() {
  for (const child of running) if (child.pid) signalGroup(child.pid, "SIGTERM");
}
