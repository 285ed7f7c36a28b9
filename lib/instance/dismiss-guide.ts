import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";

/** The setting that says that the guided start was put away. */
export const GUIDE_DISMISSED = "guide.dismissed";

/** Puts the guided start away, for everybody. */
export async function dismissGuide({ actor }: { actor: Actor }): Promise<void> {
  await db().$transaction(async (tx) => {
    const { count } = await tx.setting.createMany({
      data: { key: GUIDE_DISMISSED, value: "true" },
      skipDuplicates: true,
    });
    if (count === 0) return;
    await writeAudit(tx, {
      actor,
      action: "guide.dismissed",
      targetType: "instance",
      targetId: GUIDE_DISMISSED,
    });
  });
}
