import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { parseInput } from "@/lib/http/problem";
import {
  type Preferences,
  parseStored,
  updatePreferencesSchema,
} from "@/lib/instance/preferences-schema";
import { log } from "@/lib/log";
import { type Sql, sql } from "@/lib/sql";

const KEY = "preferences";

/** What the admins have chosen for the instance; the defaults where they have chosen nothing. */
export async function getPreferences(tx: Sql = sql()): Promise<Preferences> {
  return (await readPreferences(tx)).preferences;
}

/**
 * As `getPreferences`, and which groups could not be read, as in a row that was changed by hand: those
 * have their defaults, which is no ground for what can't be undone.
 */
export async function readPreferences(
  tx: Sql = sql(),
): Promise<{ preferences: Preferences; unreadable: (keyof Preferences)[] }> {
  const [row] = await tx.$queryRaw<{ value: string }[]>`
    SELECT value FROM settings WHERE key = ${KEY}`;
  const read = parseStored(row?.value ?? "{}");
  if (read.unreadable.length > 0) {
    log.error({ groups: read.unreadable }, "stored preferences could not be read");
  }
  return read;
}

/** Changes some of the preferences; what is left out stays. */
export async function updatePreferences({
  actor,
  input,
}: {
  actor: Actor;
  input: unknown;
}): Promise<Preferences> {
  const changes = parseInput(updatePreferencesSchema, input);
  return db().$transaction(async (tx) => {
    // Two admins at once: the second adds to what the first has changed.
    await tx.$executeRaw`INSERT INTO settings (key, value, updated_at) VALUES (${KEY}, '{}', now())
      ON CONFLICT (key) DO NOTHING`;
    await tx.$queryRaw`SELECT key FROM settings WHERE key = ${KEY} FOR UPDATE`;
    const current = await getPreferences(tx);
    const next: Preferences = {
      replay: { ...current.replay, ...changes.replay },
      retention: { ...current.retention, ...changes.retention },
      failingTargets: { ...current.failingTargets, ...changes.failingTargets },
      outgoing: { ...current.outgoing, ...changes.outgoing },
    };
    await tx.setting.update({ where: { key: KEY }, data: { value: JSON.stringify(next) } });
    await writeAudit(tx, {
      actor,
      action: "settings.changed",
      targetType: "instance",
      targetId: KEY,
      detail: changes,
    });
    return next;
  });
}
