import type { Replay, ReplayDetail } from "@/components/api";
import { failureTitle } from "@/components/deliveries/words";
import { durationWords, exactTime } from "@/components/ui/relative-time";
import { statusLook } from "@/components/ui/status-badge";
import { reasons as REASONS } from "@/lib/replays/reasons";

export const countWords = (count: number) => count.toLocaleString("en-US");

/** "1 delivery", "1,204 deliveries". */
export const deliveriesWords = (count: number) =>
  `${countWords(count)} ${count === 1 ? "delivery" : "deliveries"}`;

/** How each filter is told; one that is not known here by its own name. */
const TOLD: Record<string, (value: string) => string> = {
  status: (value) => statusLook(value).label,
  scenarioId: (value) => `scenario ${value}`,
  event: (value) => value,
  statusCode: (value) => `status code ${value}`,
  failureKind: (value) => failureTitle(value),
  since: (value) => `since ${exactTime(value)}`,
  until: (value) => `until ${exactTime(value)}`,
  endedSince: (value) => `ended since ${exactTime(value)}`,
  q: (value) => `“${value}”`,
  test: (value) => (value === "true" ? "only tests" : "without tests"),
};

/**
 * Which deliveries a replay is of, in words.
 * @param scenarioName of a scenario's id, where it is known
 */
export function filterWords(
  filter: Replay["filter"],
  scenarioName: (id: string) => string | undefined = () => undefined,
): string {
  if (filter === null) return "Chosen one by one";
  const told = Object.entries(filter).map(([name, value]) => {
    const scenario = name === "scenarioId" ? scenarioName(String(value)) : undefined;
    return scenario ?? TOLD[name]?.(String(value)) ?? `${name} ${value}`;
  });
  return told.length > 0 ? told.join(" · ") : "All deliveries";
}

/** How many had their turn: with a result, or skipped. What was cancelled never had it. */
export const doneCount = ({ counts }: Pick<Replay, "counts">) =>
  counts.succeeded + counts.failed + counts.skipped;

/** Whether something of it may still change. */
export const isOpen = ({ completedAt }: Pick<Replay, "completedAt">) => completedAt === null;

/** Before that, how fast it goes says nothing about how fast it will go on. */
const MEASURED_AFTER_MS = 5_000;

/**
 * When a replay will have ended, in milliseconds from now: at the speed it has had, and never faster
 * than its rate. Null when it does not send any more, or has not begun to get anywhere.
 */
export function remainingMs(replay: Replay, now: number): number | null {
  if (replay.status !== "running") return null;
  const left = replay.counts.waiting + replay.counts.sending;
  const elapsedMs = now - Date.parse(replay.createdAt);
  const done = doneCount(replay);
  if (elapsedMs < MEASURED_AFTER_MS) return (left / replay.perSecond) * 1000;
  if (done === 0) return null;
  return left / Math.min(done / elapsedMs, replay.perSecond / 1000);
}

/** How it stands, in one sentence. `now` is null while hydrating. */
export function stateSentence(replay: Replay, now: number | null): string {
  const { status, counts, total } = replay;
  if (status === "cancelled") {
    const kept = `${deliveriesWords(counts.cancelled)} not sent`;
    return isOpen(replay)
      ? `Cancelled. ${countWords(counts.sending)} still being sent; ${kept}.`
      : `Cancelled; ${kept}.`;
  }
  if (status === "completed") {
    return counts.failed > 0
      ? `Done. ${countWords(counts.failed)} of ${countWords(total)} failed again.`
      : "Done.";
  }
  const done = `${countWords(doneCount(replay))} of ${countWords(total)} done`;
  const wait = now === null ? null : remainingMs(replay, now);
  return wait === null ? `${done}.` : `${done}; about ${durationWords(wait)} to go.`;
}

/** What became of those with an end, in words that a number goes before. */
const ENDS = [
  ["succeeded", "arrived"],
  ["failed", "failed again"],
  ["skipped", "skipped"],
  ["cancelled", "not sent"],
] as const;

/**
 * How a replay came out: for each end that there was, how many had it, and the reasons that are
 * known; `untold` is how many of them had another.
 */
export function endParts({ counts, reasons }: Pick<ReplayDetail, "counts" | "reasons">) {
  return ENDS.filter(([status]) => counts[status] > 0).map(([status, end]) => {
    const own = reasons.filter((reason) => reason.status === status);
    const told = own.reduce((sum, { count }) => sum + count, 0);
    return {
      status,
      words: `${countWords(counts[status])} ${end}`,
      // That somebody has cancelled it is said of the replay itself.
      reasons: own.filter(({ reason }) => reason !== REASONS.cancelled),
      untold: own.length > 0 ? counts[status] - told : 0,
    };
  });
}
