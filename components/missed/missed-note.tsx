"use client";

import { CalendarX } from "lucide-react";
import Link from "next/link";
import { useMissedCount } from "@/components/missed/use-missed";
import { missedSentence, missedWords } from "@/components/missed/words";
import { buttonStyles } from "@/components/ui/button";

/** Below the editor's top bar: that events were missed, and the way to them. Nothing without any. */
export function MissedNote({ scenarioId }: { scenarioId: string }) {
  const count = useMissedCount(scenarioId);
  if (count === 0) return null;
  return (
    <section
      aria-label="Missed events"
      className="flex items-center gap-2 border-b bg-warning-soft px-3 py-1.5 text-sm text-warning"
    >
      <CalendarX aria-hidden className="size-4 shrink-0" />
      {/* On a phone it is one line: what is missing of it stands where it leads. */}
      <p role="status" title={missedSentence(count)} className="min-w-0 flex-1 max-sm:truncate">
        {missedWords(count)}
        <span className="max-sm:sr-only"> while this scenario was paused.</span>
      </p>
      <Link href={`/scenarios/${scenarioId}/missed`} className={buttonStyles({ size: "sm" })}>
        Look at {count === 1 ? "it" : "them"}
      </Link>
    </section>
  );
}

/** In a row of the list: "5 missed". */
export function MissedLink({ scenarioId }: { scenarioId: string }) {
  const count = useMissedCount(scenarioId);
  if (count === 0) return null;
  return (
    <Link
      href={`/scenarios/${scenarioId}/missed`}
      title={missedSentence(count)}
      className="relative z-[1] inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-full bg-warning-soft px-1.5 font-medium text-warning text-xs hover:underline"
    >
      <CalendarX aria-hidden className="size-3.5" />
      {count.toLocaleString("en-US")} missed
    </Link>
  );
}
