import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { notFound } from "@/lib/http/errors";
import { parseInput } from "@/lib/http/problem";
import { type InboxDto, updateInboxSchema } from "@/lib/inboxes/schemas";
import { toInboxDto, withMessageCount } from "@/lib/inboxes/to-dto";
import { storeSecret } from "@/lib/secrets/store";

/** Changes an inbox: its name, its behaviour, its secret (null removes it). Throws `not_found`. */
export async function updateInbox({
  actor,
  id,
  input,
}: {
  actor: Actor;
  id: string;
  input: unknown;
}): Promise<InboxDto> {
  const { name, behaviour, secret } = parseInput(updateInboxSchema, input);
  const row = await db().$transaction(async (tx) => {
    // Locked, so that of two new secrets at once none is left behind without an inbox.
    await tx.$queryRaw`SELECT 1 FROM inboxes WHERE id = ${id} FOR UPDATE`;
    const before = await tx.inbox.findUnique({ where: { id } });
    if (!before) throw notFound("inbox");
    const secretId =
      typeof secret === "string"
        ? await storeSecret(tx, { scenarioId: null, value: secret })
        : null;
    const updated = await tx.inbox.update({
      where: { id },
      data: {
        ...(name === undefined ? {} : { name }),
        ...(behaviour === undefined ? {} : { behaviour }),
        ...(secret === undefined ? {} : { secretId }),
      },
      include: withMessageCount,
    });
    if (secret !== undefined && before.secretId !== null) {
      await tx.secret.deleteMany({ where: { id: before.secretId } });
    }
    await writeAudit(tx, {
      actor,
      action: "inbox.updated",
      targetType: "inbox",
      targetId: id,
      detail: {
        ...(name === undefined ? {} : { name }),
        ...(behaviour === undefined ? {} : { behaviour }),
        ...(secret === undefined ? {} : { secret: secret === null ? "removed" : "replaced" }),
      },
    });
    return updated;
  });
  return toInboxDto(row);
}
