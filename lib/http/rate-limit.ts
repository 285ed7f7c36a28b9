/** The window that limits are told in, in seconds: so many calls a minute. */
const WINDOW_SECONDS = 60;

/**
 * A token bucket: as many calls at once as a minute has, and from then on as many as flow back.
 * It lives in this process alone and costs no look-up.
 */
export class TokenBucket {
  readonly #now: () => number;
  #tokens: number;
  /** When `#tokens` was true, in milliseconds. */
  #at: number;

  /** @param now a clock in milliseconds that never goes back */
  constructor(
    readonly perMinute: number,
    now: () => number = () => performance.now(),
  ) {
    this.#now = now;
    this.#tokens = perMinute;
    this.#at = now();
  }

  /** Takes a token for a call; false, and nothing taken, when there is none. */
  take(): boolean {
    this.#refill();
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }

  /** Gives back a token that proved not to be owed. */
  giveBack(): void {
    this.#refill();
    this.#tokens = Math.min(this.perMinute, this.#tokens + 1);
  }

  /** How many calls could be made at this moment. */
  get left(): number {
    this.#refill();
    return Math.floor(this.#tokens);
  }

  /** Whole seconds until one more call can be made than now; at least 1. */
  get waitSeconds(): number {
    this.#refill();
    const missing = Math.floor(this.#tokens) + 1 - this.#tokens;
    return Math.max(1, Math.ceil((missing * WINDOW_SECONDS) / this.perMinute));
  }

  #refill(): void {
    const now = this.#now();
    const flown = ((now - this.#at) / 1000) * (this.perMinute / WINDOW_SECONDS);
    this.#tokens = Math.min(this.perMinute, this.#tokens + flown);
    this.#at = now;
  }
}

/**
 * Puts a bucket's state into the headers of an answer, as in draft-ietf-httpapi-ratelimit-headers-11:
 * `q` calls in `w` seconds are the policy, `r` of them are left, and in `t` seconds there will be more.
 */
export function tellLimit(headers: Headers, policy: string, bucket: TokenBucket): void {
  headers.set("ratelimit-policy", `"${policy}";q=${bucket.perMinute};w=${WINDOW_SECONDS}`);
  headers.set("ratelimit", `"${policy}";r=${bucket.left};t=${bucket.waitSeconds}`);
}
