import "server-only";
import { createOwner } from "@/lib/auth/create-owner";
import { ownerExists } from "@/lib/auth/owner-exists";
import { env } from "@/lib/env";
import { AppError } from "@/lib/http/errors";
import { log } from "@/lib/log";

/**
 * Creates the owner from ADMIN_EMAIL and ADMIN_PASSWORD when there is none. Changing the variables
 * later changes nothing: an existing owner's password is not a matter of configuration.
 */
export async function ensureAdminFromEnv(): Promise<void> {
  const { ADMIN_EMAIL, ADMIN_PASSWORD } = env();
  if (!ADMIN_EMAIL || !ADMIN_PASSWORD) return;
  if (await ownerExists()) return;
  try {
    await createOwner({ email: ADMIN_EMAIL, password: ADMIN_PASSWORD });
    log.info("created the owner from ADMIN_EMAIL");
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "conflict") throw error;
    // Another process of the same installation was quicker; or an earlier release let somebody in first.
    if (await ownerExists()) return;
    log.warn("ADMIN_EMAIL is the address of somebody who is no owner: there is still none");
  }
}
