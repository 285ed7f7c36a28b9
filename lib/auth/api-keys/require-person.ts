import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { AppError } from "@/lib/http/errors";

/** A stolen key must not be able to make itself heirs: keys are managed by people. */
export function requirePerson(actor: Actor): void {
  if (actor.kind === "apiKey") {
    throw new AppError("forbidden", "An API key can't manage API keys. Sign in to do this.");
  }
}
