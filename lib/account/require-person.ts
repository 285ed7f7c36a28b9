import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { requirePermission } from "@/lib/auth/permissions";
import { AppError } from "@/lib/http/errors";

/** The id of the person who asks. Throws `forbidden` for a key, which has no account. */
export function requirePerson(actor: Actor): string {
  requirePermission(actor, "account");
  if (actor.kind === "user") return actor.id;
  throw new AppError("forbidden", "Only a person has an account.");
}
