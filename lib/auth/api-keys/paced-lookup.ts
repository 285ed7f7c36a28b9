import { AppError } from "@/lib/http/errors";
import type { TokenBucket } from "@/lib/http/rate-limit";

/** How long those wait who come when too many unknown keys were tried. */
const TURN_MS = 1000;
/** How many of them wait at once; each holds a connection. */
const MAX_WAITING = 100;

export interface PacedLookup<Row> {
  /**
   * What belongs to a hash; null for nothing. Throws `too_many_requests` when as many as may wait
   * are waiting already.
   * @param isKnown whether this process has seen the hash to be valid: then it never waits
   */
  find(hash: string, isKnown: boolean): Promise<Row | null>;
}

/**
 * Looks keys up so that guessing is slow, and nobody with a valid key is locked out by those who
 * guess: each miss takes from one bucket of the whole process, each hit gives back. Once the bucket is
 * empty, hashes that are not known yet are looked up together, once a second.
 */
export function createPacedLookup<Row extends { keyHash: string }>(options: {
  misses: TokenBucket;
  /** Whether a row that was found counts as a hit. */
  isValid: (row: Row) => boolean;
  read: (hashes: string[]) => Promise<Row[]>;
  wait: (ms: number) => Promise<unknown>;
}): PacedLookup<Row> {
  const { misses, isValid, read, wait } = options;
  let waiting = 0;
  let hashes = new Set<string>();
  let turn: Promise<Map<string, Row>> | undefined;

  async function readAll(wanted: string[]): Promise<Map<string, Row>> {
    return new Map((await read(wanted)).map((row) => [row.keyHash, row]));
  }

  async function takeTurn(): Promise<Map<string, Row>> {
    await wait(TURN_MS);
    const wanted = [...hashes];
    hashes = new Set();
    turn = undefined;
    return readAll(wanted);
  }

  async function findInTurn(hash: string): Promise<Row | null> {
    if (waiting >= MAX_WAITING) throw tooManyTries();
    waiting += 1;
    hashes.add(hash);
    turn ??= takeTurn();
    try {
      return (await turn).get(hash) ?? null;
    } finally {
      waiting -= 1;
    }
  }

  return {
    async find(hash, isKnown) {
      // Taken before the look-up: many guesses at once would otherwise all find the bucket full.
      const isTaken = misses.take();
      if (!isTaken && !isKnown) return findInTurn(hash);
      const row = (await readAll([hash])).get(hash) ?? null;
      if (isTaken && row && isValid(row)) misses.giveBack();
      return row;
    },
  };
}

function tooManyTries(): AppError {
  return new AppError(
    "too_many_requests",
    "Too many invalid API keys were tried here. Try again in a second.",
    undefined,
    { retryAfterSeconds: TURN_MS / 1000 },
  );
}
