import { generateKey } from "@/lib/auth/api-keys/key";
import { type Scope, scopes } from "@/lib/auth/permissions";
import { newId } from "@/lib/ids";
import type { Product } from "./product";

/** An API key that is put straight into the database. Returns the headers of a call with it. */
export async function keyHeaders(
  product: Product,
  options: { scopes?: readonly Scope[]; expiresAt?: Date; revokedAt?: Date } = {},
): Promise<{ authorization: string }> {
  const { key, prefix, hash } = generateKey();
  await product.db.query(
    `insert into api_keys (id, name, prefix, key_hash, scopes, expires_at, revoked_at)
     values ($1, 'access', $2, $3, $4, $5, $6)`,
    [
      newId("apiKey"),
      prefix,
      hash,
      options.scopes ?? scopes,
      options.expiresAt ?? null,
      options.revokedAt ?? null,
    ],
  );
  return { authorization: `Bearer ${key}` };
}
