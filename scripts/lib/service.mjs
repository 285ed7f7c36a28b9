// @ts-check
import { signalGroup } from "./processes.mjs";
import { say } from "./report.mjs";
import { UserError } from "./user-error.mjs";

const FIRST_DELAY_MS = 200;
const MAX_DELAY_MS = 5_000;
const STEADY_AFTER_MS = 30_000;

/**
 * How long to wait before the next restart: 0.2 s, doubling to 5 s, from the start again after
 * half a minute of life.
 * @param {number} previousDelayMs 0 before the first.
 * @param {number} livedMs
 */
export function nextDelay(previousDelayMs, livedMs) {
  if (previousDelayMs === 0 || livedMs >= STEADY_AFTER_MS) return FIRST_DELAY_MS;
  return Math.min(previousDelayMs * 2, MAX_DELAY_MS);
}

/** A child process that is started again when it dies, saying so, until it is stopped. */
export class Service {
  /** @type {import("node:child_process").ChildProcess | null} */ #child = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  #stopping = false;
  #supervised = false;
  #delayMs = 0;
  #startedAtMs = 0;
  /** @type {string | null} */ #earlyEnd = null;
  /** @type {() => void} */ #notifyEarlyEnd = () => {};

  /**
   * @param {object} options
   * @param {string} options.name As shown: "web server".
   * @param {() => import("node:child_process").ChildProcess} options.launch A group leader (`detached`).
   * @param {(pid: number | undefined) => void} options.onPid
   * @param {(child: import("node:child_process").ChildProcess) => Promise<void>} [options.stop] Other than SIGTERM and a grace.
   */
  constructor(options) {
    this.options = options;
  }

  get child() {
    return this.#child;
  }

  start() {
    if (this.#stopping) throw new Error(`${this.options.name} was stopped while starting`);
    const child = this.options.launch();
    this.#child = child;
    this.#earlyEnd = null;
    this.#startedAtMs = Date.now();
    this.options.onPid(child.pid);
    let ended = false;
    /** @param {string} how */
    const end = (how) => {
      if (ended) return;
      ended = true;
      this.#onEnd(how);
    };
    child.once("error", (error) => end(error.message));
    child.once("exit", (code, signal) => end(signal ? `signal ${signal}` : `exit code ${code}`));
    return child;
  }

  /** From now on an end is followed by a restart; before, it is the start's failure. */
  supervise() {
    this.#supervised = true;
    if (this.#earlyEnd) this.#scheduleRestart(this.#earlyEnd);
  }

  /**
   * Settles only by failing: when the process ends before it is supervised.
   * @returns {Promise<never>}
   */
  endedEarly() {
    return new Promise((_, reject) => {
      const fail = () =>
        reject(
          new UserError(`The ${this.options.name} stopped during the start (${this.#earlyEnd}).`),
        );
      this.#notifyEarlyEnd = fail;
      if (this.#earlyEnd) fail();
    });
  }

  /** @param {string} how */
  #onEnd(how) {
    this.#child = null;
    this.options.onPid(undefined);
    if (this.#stopping) return;
    if (this.#supervised) return this.#scheduleRestart(how);
    this.#earlyEnd = how;
    this.#notifyEarlyEnd();
  }

  /** @param {string} how */
  #scheduleRestart(how) {
    this.#delayMs = nextDelay(this.#delayMs, Date.now() - this.#startedAtMs);
    say(
      `The ${this.options.name} stopped (${how}); starting it again in ${this.#delayMs / 1000} s.`,
    );
    this.#timer = setTimeout(() => {
      try {
        this.start();
      } catch (error) {
        this.#scheduleRestart(/** @type {Error} */ (error).message);
      }
    }, this.#delayMs);
  }

  /** @param {number} graceMs After which it is killed. */
  async stop(graceMs) {
    this.#stopping = true;
    clearTimeout(this.#timer);
    const child = this.#child;
    if (!child?.pid) return;
    const { pid } = child;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    if (this.options.stop) return this.options.stop(child);
    signalGroup(pid, "SIGTERM");
    const timer = setTimeout(() => signalGroup(pid, "SIGKILL"), graceMs);
    await gone;
    clearTimeout(timer);
    // What it started itself goes with it.
    signalGroup(pid, "SIGKILL");
  }

  /**
   * Does not wait for the grace to pass.
   * @param {NodeJS.Signals} signal
   */
  hurry(signal) {
    if (this.#child?.pid) signalGroup(this.#child.pid, signal);
  }
}
