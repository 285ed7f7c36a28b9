import "server-only";
import { clientAddress } from "@/lib/audit/request-origin";
import { waitInWords } from "@/lib/auth/wait-words";
import { AppError } from "@/lib/http/errors";
import { TokenBucket } from "@/lib/http/rate-limit";

/** Whoever has many addresses must not fill the memory; those not seen for longest go first. */
const ADDRESSES_MAX = 10_000;
/** What one customer has of IPv6: the first four groups of eight. */
const NETWORK_GROUPS = 4;

/**
 * How many tries of people who have not signed in are taken: of each address, and of all together. The
 * address comes first, so that one of them can't use up what is there for everybody. In this process
 * only: of several web servers each counts.
 */
export class VisitorLimit {
  readonly #addresses = new Map<string, TokenBucket>();
  readonly #process: TokenBucket;

  constructor(
    private readonly perMinute: { address: number; process: number },
    private readonly now?: () => number,
  ) {
    this.#process = new TokenBucket(perMinute.process, now);
  }

  /**
   * Counts a try. Throws `too_many_requests` with when to come back. Count only what would cost something:
   * a request that is not even well-formed is refused for nothing.
   * @param headers of the request
   */
  take(headers: Headers): void {
    const address = this.#takeOfAddress(headers);
    if (this.#process.take()) return;
    // Nothing was done for it: it is none of the address's tries.
    address.giveBack();
    throw this.#refusal();
  }

  /**
   * The same for what something may vouch for: then strangers from elsewhere don't hold it up.
   * @param isVouchedFor asked only where it matters
   */
  async takeUnlessVouchedFor(
    headers: Headers,
    isVouchedFor: () => Promise<boolean> | boolean,
  ): Promise<void> {
    this.#takeOfAddress(headers);
    if (this.#process.take() || (await isVouchedFor())) return;
    throw this.#refusal();
  }

  #takeOfAddress(headers: Headers): TokenBucket {
    const address = this.#bucketOf(headers);
    if (address.take()) return address;
    throw tooMany("from your address", address.waitSeconds);
  }

  #refusal(): AppError {
    return tooMany("at once", this.#process.waitSeconds);
  }

  #bucketOf(headers: Headers): TokenBucket {
    const key = networkOf(clientAddress(headers.get("x-forwarded-for")) ?? "");
    const bucket = this.#addresses.get(key) ?? new TokenBucket(this.perMinute.address, this.now);
    // Deleted first, so that the map is in the order of the last try.
    this.#addresses.delete(key);
    this.#addresses.set(key, bucket);
    const [oldest] = this.#addresses.keys();
    if (this.#addresses.size > ADDRESSES_MAX && oldest !== undefined)
      this.#addresses.delete(oldest);
    return bucket;
  }
}

/** The network that one customer has: an IPv4 address itself, the first half of an IPv6 one. */
function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.toLowerCase().split("::");
  const groups = head.split(":").filter(Boolean);
  const after = tail?.split(":").filter(Boolean) ?? [];
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - after.length);
  return [...groups, ...Array.from({ length: zeros }, () => "0"), ...after]
    .slice(0, NETWORK_GROUPS)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}

function tooMany(where: string, seconds: number): AppError {
  return new AppError(
    "too_many_requests",
    `Too many tries ${where}. Try again in ${waitInWords(seconds)}.`,
    undefined,
    { retryAfterSeconds: seconds },
  );
}
