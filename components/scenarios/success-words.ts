import type { ListedScenario } from "./api";

type Counts = Pick<ListedScenario["last7Days"], "succeeded" | "failed">;

/**
 * The share of successes in whole percent. All and nothing are said only of all and nothing: one
 * failure in a thousand is 99. Null when nothing has ended.
 */
export function successPercent({ succeeded, failed }: Counts): number | null {
  const total = succeeded + failed;
  if (total === 0) return null;
  const rounded = Math.round((100 * succeeded) / total);
  if (failed > 0 && rounded === 100) return 99;
  if (succeeded > 0 && rounded === 0) return 1;
  return rounded;
}

/** The same in a sentence, for those who can't see the bars, and on hover. */
export function successSentence({ succeeded, failed }: Counts): string {
  const total = succeeded + failed;
  const count = (runs: number) => runs.toLocaleString("en-US");
  if (failed === 0) {
    return total === 1
      ? "The one run of the last 7 days succeeded."
      : `All ${count(total)} runs of the last 7 days succeeded.`;
  }
  return `${count(succeeded)} of ${count(total)} ${total === 1 ? "run" : "runs"} of the last 7 days succeeded, ${count(failed)} failed.`;
}
