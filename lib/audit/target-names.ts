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
    return rows.map(({ id, email }) => ({ id, name: email }));
  },
  // Without names of their own; retention removes them.
  run: async (ids) => named(await db().run.findMany({ ...byId(ids), ...idOnly })),
  delivery: async (ids) => named(await db().delivery.findMany({ ...byId(ids), ...idOnly })),
  replay: async (ids) => named(await db().replay.findMany({ ...byId(ids), ...idOnly })),
};

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
