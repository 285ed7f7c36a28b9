import { describe, expect, it } from "vitest";
import { GET as listOrders } from "@/app/api/v1/orders/route";
import { systemActor } from "@/lib/auth/actor";
import { createApiKey } from "@/lib/auth/api-keys/create";
import { generateKey } from "@/lib/auth/api-keys/key";
import { db } from "@/lib/db";
import { env } from "@/lib/env";
import { withTestDatabase } from "./support/database";

const PER_MINUTE = 3;

withTestDatabase({ API_RATE_LIMIT_PER_MINUTE: String(PER_MINUTE) });

const makeKey = async () =>
  (await createApiKey({ actor: systemActor, input: { name: "limited" } })).key;

async function ask(key: string): Promise<Response> {
  const headers = { authorization: `Bearer ${key}` };
  return listOrders(new Request(`${env().appUrl}/api/v1/orders`, { headers }), {
    params: Promise.resolve({}),
  });
}

// In this order: the tries of the last test use up what the process allows.
describe("the limit of a key", () => {
  it("lets a minute's calls through and says what is left, then answers 429 and when to come back", async () => {
    const key = await makeKey();
    for (let left = PER_MINUTE - 1; left >= 0; left--) {
      const answer = await ask(key);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("ratelimit-policy")).toBe(`"per-key";q=${PER_MINUTE};w=60`);
      expect(answer.headers.get("ratelimit")).toMatch(new RegExp(`^"per-key";r=${left};t=\\d+$`));
    }
    const refused = await ask(key);
    expect(refused.status).toBe(429);
    const seconds = Number(refused.headers.get("retry-after"));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60 / PER_MINUTE);
    expect(refused.headers.get("ratelimit")).toBe(`"per-key";r=0;t=${seconds}`);
    expect(await refused.json()).toMatchObject({
      status: 429,
      code: "too_many_requests",
      type: "https://iana.org/assignments/http-problem-types#quota-exceeded",
      "violated-policies": ["per-key"],
    });
  });

  it("is each key's own", async () => {
    const [first, second] = [await makeKey(), await makeKey()];
    for (let call = 0; call < PER_MINUTE; call++) expect((await ask(first)).status).toBe(200);
    expect((await ask(first)).status).toBe(429);
    expect((await ask(second)).status).toBe(200);
  });

  it("leaves valid keys alone when others guess", async () => {
    const [seen, unseen] = [await makeKey(), await makeKey()];
    expect((await ask(seen)).status).toBe(200);
    const guesses = await Promise.all(Array.from({ length: 300 }, () => ask(generateKey().key)));
    const statuses = guesses.map(({ status }) => status);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    // Those of the bucket, and as many as may wait for the look-up together.
    expect(statuses.filter((status) => status === 401)).toHaveLength(PER_MINUTE + 100);
    for (const guess of guesses.filter(({ status }) => status === 429)) {
      expect(guess.headers.get("retry-after")).toBe("1");
    }
    expect((await ask(seen)).status).toBe(200);
    expect((await ask(unseen)).status).toBe(200);
  });
});

describe("keys from before there were scopes", () => {
  it("may do what they could: the migration gives them every scope", async () => {
    // As it was before: no column, and a key without one.
    const { readMigrations } = await import("../../scripts/lib/migrations.mjs");
    const { inRoot } = await import("../../scripts/lib/paths.mjs");
    const migration = readMigrations(inRoot("prisma/migrations")).find(({ name }) =>
      name.endsWith("_access"),
    );
    await db().$executeRawUnsafe(
      'alter table "api_keys" drop column "scopes", drop column "expires_at"',
    );
    const { hash, prefix } = generateKey();
    await db().$executeRaw`INSERT INTO api_keys (id, name, prefix, key_hash)
      VALUES ('key_old', 'old', ${prefix}, ${hash})`;
    for (const statement of migration?.sql.split(";").filter((text) => text.trim()) ?? []) {
      await db().$executeRawUnsafe(statement);
    }
    expect(await db().apiKey.findUniqueOrThrow({ where: { id: "key_old" } })).toMatchObject({
      scopes: ["read", "orders:write", "scenarios:write", "deliveries:write"],
      expiresAt: null,
    });
  });
});
