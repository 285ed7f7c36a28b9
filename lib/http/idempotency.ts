import "server-only";
import { createHash } from "node:crypto";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/http/errors";

/** A request that can be known again: who sent it with which key, and what it asked for. */
export type Idempotency = { scope: string; key: string; requestHash: string };

/**
 * What an `Idempotency-Key` stands for; null when none was sent. 400 for a key that is no visible
 * ASCII text of 1 to 255 characters.
 */
export function idempotencyOf(
  actor: Actor,
  key: string | null | undefined,
  input: unknown,
): Idempotency | null {
  if (key === null || key === undefined) return null;
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) {
    throw new AppError(
      "invalid_request",
      "Idempotency-Key: must be 1 to 255 visible ASCII characters.",
      [{ path: "Idempotency-Key", message: "must be 1 to 255 visible ASCII characters" }],
    );
  }
  const requestHash = createHash("sha256").update(JSON.stringify(input)).digest("hex");
  return { scope: `${actor.kind}:${actor.id ?? ""}`, key, requestHash };
}
