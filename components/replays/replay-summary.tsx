import Link from "next/link";
import type { ReplayDetail } from "@/components/api";
import { countWords, endParts } from "@/components/replays/words";
import { Section } from "@/components/shell/page";
import { cn } from "@/components/ui/cn";
import { statusLook } from "@/components/ui/status-badge";

const colours: Record<string, string> = {
  succeeded: "text-success",
  failed: "text-danger",
};

/** How a replay that has ended came out, and why; each number leads to the deliveries it counts. */
export function ReplaySummary({ replay }: { replay: ReplayDetail }) {
  if (replay.completedAt === null) return null;
  return (
    <Section title="How it ended">
      <ul className="flex flex-col gap-2 rounded-md border bg-surface p-3">
        {endParts(replay).map(({ status, words, reasons, untold }) => {
          const { icon: Icon } = statusLook(status);
          return (
            <li key={status} className="flex items-start gap-2">
              <Icon
                aria-hidden
                className={cn("mt-0.5 size-4 shrink-0", colours[status] ?? "text-muted")}
              />
              <div className="min-w-0 flex-1">
                <Link
                  href={`/deliveries/replays/${replay.id}?status=${status}`}
                  scroll={false}
                  className="font-medium tabular-nums hover:text-accent hover:underline"
                >
                  {words}
                </Link>
                {reasons.length > 0 ? (
                  <ul aria-label={`Why: ${words}`} className="text-muted text-sm">
                    {reasons.map(({ reason, count }) => (
                      <li key={reason} className="wrap-anywhere tabular-nums">
                        {countWords(count)} × {reason}
                      </li>
                    ))}
                    {untold > 0 ? <li>{countWords(untold)} for other reasons</li> : null}
                  </ul>
                ) : null}
              </div>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
