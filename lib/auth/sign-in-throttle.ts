/** Wrong passwords in a row that cost nothing but the next try. */
const FREE_TRIES = 5;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** What is older is forgotten: nobody is kept out for good. */
const FORGOTTEN_AFTER_MS = 60 * 60_000;
/** Whoever tries many addresses must not fill the memory; the oldest go first. */
const ACCOUNTS_MAX = 10_000;

interface Tries {
  failed: number;
  lastAt: number;
  /** When the one before was. */
  previousAt: number;
}

/**
 * Makes those wait who get a password wrong again and again: half a minute after the sixth time, twice
 * as long after each further one, a quarter of an hour at most. While somebody waits no password is
 * looked at, so a right one tells nothing. In this process only: of several web servers each counts.
 */
export class SignInThrottle {
  readonly #tries = new Map<string, Tries>();

  constructor(private readonly now: () => number = Date.now) {}

  /**
   * How long the next try has to wait, in whole seconds; 0 for not at all.
   * @param key an account, as seen from one kind of device
   */
  waitSeconds(key: string): number {
    const tries = this.#tries.get(key);
    if (!tries || tries.failed <= FREE_TRIES) return 0;
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries.failed - FREE_TRIES - 1));
    return Math.max(0, Math.ceil((tries.lastAt + waitMs - this.now()) / 1000));
  }

  failed(key: string): void {
    const now = this.now();
    const before = this.#tries.get(key);
    const isRecent = before !== undefined && now - before.lastAt < FORGOTTEN_AFTER_MS;
    // Deleted first, so that the map is in the order of the last try.
    this.#tries.delete(key);
    this.#tries.set(key, {
      failed: isRecent ? before.failed + 1 : 1,
      lastAt: now,
      previousAt: isRecent ? before.lastAt : now,
    });
    const [oldest] = this.#tries.keys();
    if (this.#tries.size > ACCOUNTS_MAX && oldest !== undefined) this.#tries.delete(oldest);
  }

  /** Takes one back that no password was looked at for. */
  forgive(key: string): void {
    const tries = this.#tries.get(key);
    if (!tries) return;
    tries.failed -= 1;
    tries.lastAt = tries.previousAt;
    if (tries.failed <= 0) this.#tries.delete(key);
  }

  succeeded(key: string): void {
    this.#tries.delete(key);
  }
}
