import "server-only";
import { randomBytes } from "node:crypto";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { parseInput } from "@/lib/http/problem";
import { newId } from "@/lib/ids";
import { createInboxSchema, type InboxDto } from "@/lib/inboxes/schemas";
import { toInboxDto, withMessageCount } from "@/lib/inboxes/to-dto";
import { storeSecret } from "@/lib/secrets/store";

/** Creates a receiver with an address of its own; with a secret, it checks arriving signatures. */
export async function createInbox({
  actor,
  input,
}: {
  actor: Actor;
  input: unknown;
}): Promise<InboxDto> {
  const { name, secret } = parseInput(createInboxSchema, input);
  const row = await db().$transaction(async (tx) => {
    const secretId = secret ? await storeSecret(tx, { scenarioId: null, value: secret }) : null;
    const token = randomBytes(32).toString("base64url");
    const created = await tx.inbox.create({
      data: { id: newId("inbox"), token, name, secretId },
      include: withMessageCount,
    });
    await writeAudit(tx, {
      actor,
      action: "inbox.created",
      targetType: "inbox",
      targetId: created.id,
      detail: name,
    });
    return created;
  });
  return toInboxDto(row);
}
