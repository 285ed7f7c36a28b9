import Link from "next/link";
import type { ReactNode } from "react";
import type { Overview } from "@/components/api";
import { deliveriesLink, ordersLink, runsLink, waitingLink } from "@/components/overview/links";
import { aboutWords, countWords, percentWords } from "@/components/overview/words";
import { RelativeTime, useNow } from "@/components/ui/relative-time";

type Tile = { label: string; value: string | null; href: string; note: ReactNode };

const noteLink = "text-foreground underline decoration-border-strong underline-offset-2";

function tilesOf({ figures, since, waiting }: Overview): Tile[] {
  const { deliveries, latency, succeededAtFirstAttempt } = figures;
  const period = { since };
  const succeeded = deliveriesLink(period, { status: "succeeded" });
  const ended = deliveries.succeeded + deliveries.failed;
  const failed = (count: number, href: string) =>
    count > 0 ? (
      <Link href={href} className={noteLink}>
        {countWords(count)} failed
      </Link>
    ) : (
      "None failed"
    );
  return [
    {
      label: "Orders",
      value: countWords(figures.orders),
      href: ordersLink(period),
      note: "Created",
    },
    {
      label: "Runs",
      value: countWords(figures.runs),
      href: runsLink(period),
      note: failed(figures.runsFailed, runsLink(period, { status: "failed" })),
    },
    {
      label: "Success rate",
      value: percentWords(deliveries.succeeded, ended),
      href: succeeded,
      note:
        ended === 0
          ? "No delivery has ended"
          : failed(deliveries.failed, deliveriesLink(period, { status: "failed" })),
    },
    {
      label: "At the first attempt",
      value: percentWords(succeededAtFirstAttempt, ended),
      href: deliveriesLink(period, { status: "succeeded", firstAttempt: "succeeded" }),
      note:
        ended === 0
          ? "No delivery has ended"
          : `${countWords(succeededAtFirstAttempt)} of ${countWords(ended)} that ended`,
    },
    {
      label: "Time to arrive",
      value: latency ? aboutWords(latency.p50Ms) : null,
      href: succeeded,
      note: latency
        ? `Median; 95% within ${aboutWords(latency.p95Ms)}`
        : "From made to first accepted",
    },
    {
      label: "Waiting to retry",
      value: countWords(waiting.count),
      href: waitingLink,
      note: waiting.soonestAt ? <NextRetry at={waiting.soonestAt} /> : "None, whenever made",
    },
  ];
}

function NextRetry({ at }: { at: string }) {
  const now = useNow();
  if (now !== null && Date.parse(at) <= now) return "Due now, in line for a free place";
  return (
    <>
      Next <RelativeTime value={at} />
    </>
  );
}

/** Each figure leads to the list that it counts. */
export function Figures({ overview }: { overview: Overview }) {
  return (
    <ul className="grid grid-cols-2 gap-3 sm:grid-cols-3 xl:grid-cols-6">
      {tilesOf(overview).map(({ label, value, href, note }) => (
        <li
          key={label}
          className="relative flex flex-col gap-0.5 rounded-md border bg-surface p-3 focus-within:bg-surface-2 hover:bg-surface-2"
        >
          <Link href={href} className="flex flex-col gap-0.5 after:absolute after:inset-0">
            <span className="text-muted">{label}</span>
            <span className="font-semibold text-xl tabular-nums">
              {value ?? <span className="text-muted">–</span>}
            </span>
          </Link>
          <span className="text-muted text-xs [&_a]:relative [&_a]:z-10 [&_time]:relative [&_time]:z-10">
            {note}
          </span>
        </li>
      ))}
    </ul>
  );
}
