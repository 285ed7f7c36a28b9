import "server-only";
import { hashPassword } from "better-auth/crypto";
import { writeAudit } from "@/lib/audit/write-audit";
import { ownerExists } from "@/lib/auth/owner-exists";
import { ownerSchema } from "@/lib/auth/schemas";
import { db } from "@/lib/db";
import { AppError } from "@/lib/http/errors";
import { parseInput } from "@/lib/http/problem";
import { newId } from "@/lib/ids";

/** Any number, as long as nothing else in the product locks the same one. */
const OWNER_LOCK = 748_201_001;

/**
 * Creates the first owner, who signs in with email and password. Throws `conflict` when there is one, or
 * when the address is somebody's who is none; of several calls at once exactly one succeeds.
 */
export async function createOwner(input: {
  name?: string;
  email: string;
  password: string;
}): Promise<{ id: string; name: string; email: string }> {
  const parsed = parseInput(ownerSchema, input);
  // Asked before as well, so that the costly hash is not a gift to whoever calls in a loop.
  if (await ownerExists()) throw alreadyThere();
  // better-auth looks an address up in lower case.
  const email = parsed.email.toLowerCase();
  const name = parsed.name || email;
  const password = await hashPassword(parsed.password);
  const id = newId("user");

  await db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${OWNER_LOCK})`;
    if ((await tx.user.count({ where: { role: "owner" } })) > 0) throw alreadyThere();
    if (await tx.user.findUnique({ where: { email }, select: { id: true } })) {
      const message = "Somebody with this address is here already. Use another one.";
      throw new AppError("conflict", message, [{ path: "email", message }]);
    }
    await tx.user.create({
      data: {
        id,
        name,
        email,
        role: "owner",
        accounts: {
          create: { id: newId("account"), accountId: id, providerId: "credential", password },
        },
      },
    });
    await writeAudit(tx, {
      actor: { kind: "user", id, email, role: "owner" },
      action: "owner.created",
      targetType: "user",
      targetId: id,
    });
  });
  return { id, name, email };
}

function alreadyThere(): AppError {
  return new AppError("conflict", "This installation already has an owner. Sign in instead.");
}
