import "server-only";
import { requirePerson } from "@/lib/account/require-person";
import { type AccountView, updateAccountSchema } from "@/lib/account/schemas";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { roleOf } from "@/lib/auth/permissions";
import { recoveryCodesLeft } from "@/lib/auth/recovery-codes";
import { db } from "@/lib/db";
import { parseInput } from "@/lib/http/problem";

/** The account of the person who asks. */
export async function getAccount({ actor }: { actor: Actor }): Promise<AccountView> {
  const { id, name, email, role, twoFactorEnabled, accounts } = await db().user.findUniqueOrThrow({
    where: { id: requirePerson(actor) },
    include: { accounts: { select: { providerId: true } } },
  });
  return {
    id,
    name,
    email,
    role: roleOf(role),
    twoFactor: twoFactorEnabled,
    recoveryCodesLeft: twoFactorEnabled ? await recoveryCodesLeft(id) : null,
    hasPassword: accounts.some(({ providerId }) => providerId === "credential"),
  };
}

/** Changes one's own name. */
export async function updateAccount({
  actor,
  input,
}: {
  actor: Actor;
  input: unknown;
}): Promise<AccountView> {
  const id = requirePerson(actor);
  const { name } = parseInput(updateAccountSchema, input);
  await db().$transaction(async (tx) => {
    await tx.user.update({ where: { id }, data: { name } });
    await writeAudit(tx, { actor, action: "user.renamed", targetType: "user", targetId: id });
  });
  return getAccount({ actor });
}
