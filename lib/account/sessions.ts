import "server-only";
import { requirePerson } from "@/lib/account/require-person";
import type { SessionView } from "@/lib/account/schemas";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { sessionIdOf } from "@/lib/auth/session-user";
import { db } from "@/lib/db";
import { notFound } from "@/lib/http/errors";

interface Args {
  actor: Actor;
  /** Of the request, whose cookie says which session is the current one. */
  headers: Headers;
}

/** Where the person who asks is signed in, the one used last first. Never a session's token. */
export async function listSessions({ actor, headers }: Args): Promise<{ items: SessionView[] }> {
  const userId = requirePerson(actor);
  const current = await sessionIdOf(headers);
  const sessions = await db().session.findMany({
    where: { userId, expiresAt: { gt: new Date() } },
    orderBy: { updatedAt: "desc" },
  });
  return {
    items: sessions.map((session) => ({
      id: session.id,
      current: session.id === current,
      ipAddress: session.ipAddress || null,
      userAgent: session.userAgent || null,
      createdAt: session.createdAt.toISOString(),
      lastUsedAt: session.updatedAt.toISOString(),
      expiresAt: session.expiresAt.toISOString(),
    })),
  };
}

/** Signs one's own device out. Throws `not_found` for a session that is over or another's. */
export async function endSession({ actor, id }: { actor: Actor; id: string }): Promise<void> {
  const userId = requirePerson(actor);
  await db().$transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({ where: { id, userId } });
    if (count === 0) throw notFound("session");
    await writeAudit(tx, {
      actor,
      action: "user.sessionsEnded",
      targetType: "user",
      targetId: userId,
      detail: { count },
    });
  });
}

/** Signs all one's other devices out. */
export async function endOtherSessions({ actor, headers }: Args): Promise<{ ended: number }> {
  const userId = requirePerson(actor);
  const current = await sessionIdOf(headers);
  return db().$transaction(async (tx) => {
    const { count } = await tx.session.deleteMany({
      where: { userId, id: { not: current ?? "" } },
    });
    await writeAudit(tx, {
      actor,
      action: "user.sessionsEnded",
      targetType: "user",
      targetId: userId,
      detail: { count },
    });
    return { ended: count };
  });
}
