import { Tooltip } from "@/components/ui/tooltip";
import type { ListedScenario } from "./api";
import { successPercent, successSentence } from "./success-words";

const HEIGHT = 20;
const BAR = 5;
const STEP = 7;

/** Seven days as bars, the oldest first, failures on top of successes; and the share of successes. */
export function SuccessBars({ scenario }: { scenario: ListedScenario }) {
  const { days, ...counts } = scenario.last7Days;
  const percent = successPercent(counts);
  if (percent === null) return <NoResults hasRuns={scenario.lastRun !== null} />;
  const highest = Math.max(...days.map(({ succeeded, failed }) => succeeded + failed));
  /** A single run among thousands still shows. */
  const heightOf = (runs: number) => (runs === 0 ? 0 : Math.max(2, (HEIGHT * runs) / highest));
  const sentence = successSentence(counts);
  return (
    <Tooltip content={sentence}>
      <span className="relative inline-flex items-center gap-2 align-middle">
        <svg
          role="img"
          aria-label={sentence}
          width={STEP * days.length}
          height={HEIGHT + 1}
          className="shrink-0"
        >
          {days.map(({ since, succeeded, failed }, index) => {
            const bar = { x: index * STEP, width: BAR };
            const [good, bad] = [heightOf(succeeded), heightOf(failed)];
            const top = Math.max(0, HEIGHT - good - bad);
            return (
              <g key={since}>
                <rect {...bar} y={HEIGHT} height={1} className="fill-border" />
                <rect {...bar} y={top + bad} height={HEIGHT - top - bad} className="fill-success" />
                <rect {...bar} y={top} height={bad} className="fill-danger" />
              </g>
            );
          })}
        </svg>
        <span aria-hidden className="tabular-nums">
          {percent}%
        </span>
      </span>
    </Tooltip>
  );
}

function NoResults({ hasRuns }: { hasRuns: boolean }) {
  if (!hasRuns) return <span className="text-muted">No runs yet</span>;
  return (
    <Tooltip content="No run ended in the last 7 days; tests do not count.">
      <span className="relative text-muted">No results</span>
    </Tooltip>
  );
}
