import "server-only";
import { type Detail, wordsOf } from "@/lib/audit/actions";
import type { ActorKind, AuditActorView, AuditEntryView } from "@/lib/audit/schemas";
import { targetNames } from "@/lib/audit/target-names";
import { db } from "@/lib/db";
import type { AuditEntryModel } from "@/lib/generated/prisma/models/AuditEntry";
import { actorNames } from "@/lib/scenarios/actor-names";

const NAMELESS: Record<ActorKind, string> = {
  user: "Somebody who is gone",
  apiKey: "An API key that is gone",
  system: "The product",
  visitor: "A visitor",
};

const kinds = new Set<string>(Object.keys(NAMELESS));
const isKind = (kind: string): kind is ActorKind => kinds.has(kind);

/** Who did it, as it was called then; of entries that were written without a name, as it is now. */
export function actorView(
  entry: { actorKind: string; actorId: string | null; actorName: string | null },
  nameNow?: string,
): AuditActorView {
  const kind = isKind(entry.actorKind) ? entry.actorKind : "system";
  return { kind, id: entry.actorId, name: entry.actorName ?? nameNow ?? NAMELESS[kind] };
}

/** Entries with the names of what they are about, in the order in which they came. */
export async function auditViews(entries: readonly AuditEntryModel[]): Promise<AuditEntryView[]> {
  const nameOf = await targetNames(entries);
  const unnamed = entries.filter(({ actorName }) => actorName === null);
  const actorOf = await actorNames(
    db(),
    unnamed.map(({ actorId }) => actorId),
  );
  return entries.map((entry) => {
    const { id, action, targetType, targetId, ipAddress, userAgent } = entry;
    const words = wordsOf(action);
    const detail = parsed(entry.detail);
    const target = nameOf(targetId);
    const more = words.more?.(detail) ?? null;
    const name = target?.name ?? nameThen(targetType, targetId, detail);
    return {
      id,
      createdAt: entry.createdAt.toISOString(),
      actor: actorView(entry, actorOf(entry.actorId)?.name),
      action,
      did: words.did,
      target: {
        type: targetType,
        id: targetId,
        name,
        isGone: target === null || target.isGone,
      },
      // Said once: the address of somebody who was removed is the name as well.
      more: more === name ? null : more,
      ipAddress,
      userAgent,
    };
  });
}

/** Types whose entries hold the name: those that can be removed for good, and the instance itself. */
const KEEP_THEIR_NAME = new Set(["inbox", "apiKey"]);

/** What a thing was called that is there no more. */
function nameThen(type: string, id: string, detail: Detail): string {
  if (type === "instance") return "";
  if (type === "unknownAccount") return "nobody known here";
  // Its row may have been removed; of an invitation the entry holds the address.
  if (type === "invitation" && typeof detail === "object" && typeof detail?.email === "string")
    return detail.email;
  const name = typeof detail === "object" ? detail?.name : detail;
  return KEEP_THEIR_NAME.has(type) && typeof name === "string" ? name : id;
}

function parsed(text: string | null): Detail {
  if (text === null || !text.startsWith("{")) return text;
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : text;
  } catch {
    // A name may begin with a brace as well.
    return text;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
