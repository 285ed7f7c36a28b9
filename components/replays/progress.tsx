import type { Replay } from "@/components/api";
import { countWords, doneCount } from "@/components/replays/words";

/** Ends as parts of the bar; what is open is the rest of it. */
const PARTS = [
  { status: "succeeded", className: "bg-success" },
  { status: "failed", className: "bg-danger" },
  { status: "skipped", className: "bg-border-strong" },
  { status: "cancelled", className: "bg-border-strong" },
] as const;

/** How far a replay is, and with what results. The numbers beside it say the same in words. */
export function ReplayProgress({ replay, label }: { replay: Replay; label: string }) {
  const { total, counts } = replay;
  const done = doneCount(replay);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
      aria-valuetext={`${countWords(done)} of ${countWords(total)} done`}
      className="flex h-2 w-full overflow-hidden rounded-full bg-surface-2"
    >
      {PARTS.map(({ status, className }) => (
        <span
          key={status}
          className={className}
          style={{ width: `${total > 0 ? (counts[status] / total) * 100 : 0}%` }}
        />
      ))}
    </div>
  );
}
