import "server-only";
import { db } from "@/lib/db";

interface Target {
  targetType: string;
  targetId: string;
}

export interface TargetName {
  name: string;
  isGone: boolean;
}

type Found = { id: string; name: string; isGone?: boolean };

const byId = (ids: string[]) => ({ where: { id: { in: ids } } });
const idOnly = { select: { id: true } } as const;

/** How the things of each type are called, of those that are still there. */
const finders: Record<string, (ids: string[]) => Promise<Found[]>> = {
  scenario: async (ids) => {
    const select = { id: true, name: true, deletedAt: true } as const;
    const rows = await db().scenario.findMany({ ...byId(ids), select });
    return rows.map(({ id, name, deletedAt }) => ({ id, name, isGone: deletedAt !== null }));
  },
  order: async (ids) => {
    const rows = await db().order.findMany({ ...byId(ids), select: { id: true, number: true } });
    return rows.map(({ id, number }) => ({ id, name: number }));
  },
  inbox: (ids) => db().inbox.findMany({ ...byId(ids), select: { id: true, name: true } }),
  apiKey: (ids) => db().apiKey.findMany({ ...byId(ids), select: { id: true, name: true } }),
  user: async (ids) => {
    const rows = await db().user.findMany({ ...byId(ids), select: { id: true, email: true } });
    const here = rows.map(({ id, email }) => ({ id, name: email }));
    const gone = ids.filter((id) => !rows.some((row) => row.id === id));
    return gone.length === 0 ? here : [...here, ...(await namesThen(gone))];
  },
  invitation: invitationNames,
  // Without names of their own; retention removes them.
  run: async (ids) => named(await db().run.findMany({ ...byId(ids), ...idOnly })),
  delivery: async (ids) => named(await db().delivery.findMany({ ...byId(ids), ...idOnly })),
  replay: async (ids) => named(await db().replay.findMany({ ...byId(ids), ...idOnly })),
};

/** The addresses of people who are gone, by what they did last, or by the entry of their removal. */
async function namesThen(ids: string[]): Promise<Found[]> {
  const removals = await db().auditEntry.findMany({
    where: { targetId: { in: ids }, action: "user.removed", detail: { not: null } },
    select: { targetId: true, detail: true },
  });
  const deeds = await db().auditEntry.findMany({
    where: { actorId: { in: ids }, actorName: { not: null } },
    distinct: ["actorId"],
    orderBy: [{ actorId: "asc" }, { id: "desc" }],
    select: { actorId: true, actorName: true },
  });
  const names = new Map([
    ...deeds.map(({ actorId, actorName }) => [actorId, actorName] as const),
    ...removals.map(({ targetId, detail }) => [targetId, detail] as const),
  ]);
  return ids.flatMap((id) => {
    const name = names.get(id);
    return name ? [{ id, name, isGone: true }] : [];
  });
}

/** Whom invitations are for, whatever became of them. They have no page of their own. */
async function invitationNames(ids: string[]): Promise<Found[]> {
  const rows = await db().accessLink.findMany({ ...byId(ids), select: { id: true, email: true } });
  return rows.map(({ id, email }) => ({ id, name: email, isGone: true }));
}

const named = (rows: readonly { id: string }[]) => rows.map(({ id }) => ({ id, name: id }));

/** What the things of some entries are called now: a statement for each type that occurs. */
export async function targetNames(
  targets: readonly Target[],
): Promise<(id: string) => TargetName | null> {
  const types = new Map<string, Set<string>>();
  for (const { targetType, targetId } of targets) {
    types.set(targetType, (types.get(targetType) ?? new Set()).add(targetId));
  }
  const found = new Map<string, TargetName>();
  for (const [type, ids] of types) {
    for (const { id, name, isGone = false } of (await finders[type]?.([...ids])) ?? []) {
      found.set(id, { name, isGone });
    }
  }
  return (id) => found.get(id) ?? null;
}
