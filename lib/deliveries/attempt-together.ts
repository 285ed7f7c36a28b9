import "server-only";
import { attemptDelivery } from "@/lib/deliveries/attempt-delivery";
import { goesApart, setApart } from "@/lib/deliveries/slow-targets";
import { log } from "@/lib/log";

/** So many of a batch ask their receiver at a time: as many as go alone to a target. */
const AT_ONCE = 8;
/** How long a batch waits for its slowest attempt, in milliseconds. */
const PATIENCE_MS = 2_000;
/**
 * Makes the first attempts of deliveries to one target, some side by side. It waits for none that takes long,
 * and for a while tries no more of its target, so that one slow receiver does not set the pace of all who
 * share its host.
 * @returns those that have to go on alone: another attempt is due, theirs is under way still, or it could
 *   not be made or recorded. Whoever takes them on joins or finds the first attempt (`attemptDelivery`)
 */
export async function attemptTogether({
  deliveryIds,
  targetHost,
}: {
  deliveryIds: readonly string[];
  targetHost: string;
}): Promise<{ unfinished: string[] }> {
  if (goesApart(targetHost)) return { unfinished: [...deliveryIds] };
  const ended = new Set<string>();
  const attempt = async (deliveryId: string, onAnswered: () => void) => {
    const request = { deliveryId, stepKey: "auto-1", trigger: "automatic", scheduled: 1 } as const;
    try {
      const { nextAttemptAt } = await attemptDelivery(request, onAnswered);
      if (nextAttemptAt === null) ended.add(deliveryId);
    } catch (error) {
      log.warn({ err: error, deliveryId }, "an attempt failed in its batch; it is repeated alone");
    }
  };
  const waiting = [...deliveryIds];
  const underway: Promise<void>[] = [];
  // What came of one is recorded while the next one is made.
  const attemptNext = async () => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const deliveryId = id;
      await new Promise<void>((resolve) => {
        underway.push(attempt(deliveryId, resolve).finally(resolve));
      });
    }
  };
  const lanes = Promise.all(Array.from({ length: AT_ONCE }, attemptNext));
  if (!(await inTime(lanes.then(() => Promise.all(underway))))) {
    // Those that have not begun go alone, as those do that have not ended.
    waiting.length = 0;
    setApart(targetHost);
  }
  return { unfinished: deliveryIds.filter((id) => !ended.has(id)) };
}

async function inTime(work: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), PATIENCE_MS);
  });
  try {
    return await Promise.race([work.then(() => true), patience]);
  } finally {
    clearTimeout(timer);
  }
}
