import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import { createPacedLookup, type PacedLookup } from "@/lib/auth/api-keys/paced-lookup";
import { env } from "@/lib/env";
import type { ApiKeyModel } from "@/lib/generated/prisma/models/ApiKey";
import { AppError } from "@/lib/http/errors";
import { TokenBucket, tellLimit } from "@/lib/http/rate-limit";
import { sharedFaults, sql } from "@/lib/sql";
import { together } from "@/lib/together";

/** What a call needs to know of its key. */
type ApiKey = Pick<
  ApiKeyModel,
  "id" | "name" | "keyHash" | "scopes" | "lastUsedAt" | "expiresAt" | "revokedAt"
>;

/** The name of the limit in the headers of an answer. */
const POLICY = "per-key";

interface KeyLimits {
  /** A bucket for each key that was found valid here, by its hash. */
  buckets: Map<string, TokenBucket>;
  lookup: PacedLookup<ApiKey>;
}

/** On globalThis: the routes of one process share it, however they were bundled. */
const holder = globalThis as { __tliKeyLimits?: KeyLimits };

function keyLimits(): KeyLimits {
  holder.__tliKeyLimits ??= createKeyLimits();
  return holder.__tliKeyLimits;
}

function createKeyLimits(): KeyLimits {
  return {
    buckets: new Map(),
    lookup: createPacedLookup<ApiKey>({
      misses: new TokenBucket(env().API_RATE_LIMIT_PER_MINUTE),
      isValid,
      read: async (hashes) => {
        const rows = await Promise.all(hashes.map(readKey));
        return rows.filter((row) => row !== undefined);
      },
      wait: (ms) => wait(ms),
    }),
  };
}

/** Plain SQL, and one statement for those who come at the same moment: each call of the API comes by here. */
const readKey = together(keysOf, { atMost: 100, atOnce: 2, ...sharedFaults });

async function keysOf(hashes: readonly string[]): Promise<(ApiKey | undefined)[]> {
  const rows = await sql().$queryRaw<ApiKey[]>`
    SELECT id, name, key_hash AS "keyHash", scopes, last_used_at AS "lastUsedAt",
      expires_at AS "expiresAt", revoked_at AS "revokedAt"
    FROM api_keys WHERE key_hash = ANY(${[...new Set(hashes)]}::text[])`;
  const byHash = new Map(rows.map((row) => [row.keyHash, row]));
  return hashes.map((hash) => byHash.get(hash));
}

/** Whether a key is neither revoked nor expired. */
function isValid(row: Pick<ApiKey, "revokedAt" | "expiresAt">): boolean {
  return row.revokedAt === null && (row.expiresAt === null || row.expiresAt > new Date());
}

/**
 * The valid key with a hash, with this call counted. Throws `unauthenticated` when there is none, and
 * `too_many_requests` beyond API_RATE_LIMIT_PER_MINUTE: of a key that is known here, without asking
 * the database.
 * @param answer headers of the answer, which get the state of the limit
 */
export async function takeKey(hash: string, answer: Headers): Promise<ApiKey> {
  const { buckets, lookup } = keyLimits();
  const known = buckets.get(hash);
  if (known) spend(known, answer);
  const row = await lookup.find(hash, known !== undefined);
  if (!row || !isValid(row)) {
    buckets.delete(hash);
    throw new AppError("unauthenticated", reasonOf(row));
  }
  if (!known) {
    // Another call with the same key may have been quicker meanwhile.
    const bucket = buckets.get(hash) ?? new TokenBucket(env().API_RATE_LIMIT_PER_MINUTE);
    buckets.set(hash, bucket);
    spend(bucket, answer);
  }
  return row;
}

function reasonOf(row: ApiKey | null): string {
  // Only who holds the key learns when it ended.
  if (row && row.revokedAt === null && row.expiresAt !== null) {
    return `This API key expired at ${row.expiresAt.toISOString()}. Ask an owner for a new one.`;
  }
  return "This API key is not valid.";
}

function spend(bucket: TokenBucket, answer: Headers): void {
  const isAllowed = bucket.take();
  tellLimit(answer, POLICY, bucket);
  if (isAllowed) return;
  const seconds = bucket.waitSeconds;
  throw new AppError(
    "too_many_requests",
    `This API key may make ${bucket.perMinute} calls a minute. Try again in ${seconds} s.`,
    undefined,
    {
      // The problem type that the draft of the RateLimit headers defines.
      type: "https://iana.org/assignments/http-problem-types#quota-exceeded",
      "violated-policies": [POLICY],
      retryAfterSeconds: seconds,
    },
  );
}
