import "server-only";
import { readPreferences } from "@/lib/instance/preferences";
import { log } from "@/lib/log";
import { PRUNE_PHASES, type PrunePhase } from "@/lib/retention/phases";
import { pruneBodies } from "@/lib/retention/prune-bodies";
import { pruneEvents } from "@/lib/retention/prune-events";
import { pruneLeftovers } from "@/lib/retention/prune-leftovers";
import { pruneRuns } from "@/lib/retention/prune-runs";

const DAY_MS = 86_400_000;
/** So that a call does not take longer than some seconds. */
const BATCHES = 20;

const batchOf: Record<PrunePhase, (cutoffs: Cutoffs) => Promise<number>> = {
  bodies: ({ bodies }) => pruneBodies({ before: bodies }),
  runs: ({ history }) => pruneRuns({ before: history }),
  events: ({ history }) => pruneEvents({ before: history }),
  leftovers: ({ history }) => pruneLeftovers({ before: history }),
};

interface Cutoffs {
  bodies: Date;
  history: Date;
}

/**
 * Removes what is older than the settings say, some batches of one phase. Each batch is a
 * transaction of its own, so that repeating this after a kill at any point does no harm. Removes
 * nothing while the settings can't be read.
 * @returns the phase to go on with, the same one when it has more; null after the last
 */
export async function prune({
  phase,
  now = new Date(),
}: {
  phase: PrunePhase;
  now?: Date;
}): Promise<{ removed: number; next: PrunePhase | null }> {
  const { preferences, unreadable } = await readPreferences();
  // Somebody may have chosen ten years: what is removed by the defaults would be gone.
  if (unreadable.includes("retention")) return { removed: 0, next: null };
  const { retention } = preferences;
  const cutoffs = {
    bodies: new Date(now.getTime() - retention.bodiesDays * DAY_MS),
    history: new Date(now.getTime() - retention.historyDays * DAY_MS),
  };
  let removed = 0;
  for (let batch = 1; batch <= BATCHES; batch++) {
    const count = await batchOf[phase](cutoffs);
    removed += count;
    if (count > 0) continue;
    if (removed > 0) log.info({ phase, removed }, "old history was removed");
    return { removed, next: PRUNE_PHASES[PRUNE_PHASES.indexOf(phase) + 1] ?? null };
  }
  log.info({ phase, removed }, "old history was removed, and more of it follows");
  return { removed, next: phase };
}
