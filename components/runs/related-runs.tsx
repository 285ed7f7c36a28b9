"use client";

import Link from "next/link";
import type { RunDetail } from "@/components/api";
import { Mono } from "@/components/ui/mono";
import { RelativeTime } from "@/components/ui/relative-time";
import { StatusBadge } from "@/components/ui/status-badge";

type Related = RunDetail["retries"][number];

const FROM: Record<NonNullable<Related["retryFrom"]>, string> = {
  failed: "from the failed node",
  start: "from the start",
};

function RunLink({ run }: { run: Related }) {
  return (
    <>
      <Link href={`/runs/${run.id}`} className="text-accent hover:underline">
        <Mono value={run.id} max={18} />
      </Link>
      <StatusBadge status={run.status} />
      <RelativeTime value={run.createdAt} />
    </>
  );
}

/** Which run this one repeats, and which repeat it. */
export function RelatedRuns({ run }: { run: RunDetail }) {
  const { original, retryOf, retryFrom, retries } = run;
  if (retryOf === null && retries.length === 0) return null;
  return (
    <ul className="mt-1 flex flex-col gap-1" aria-label="Retries">
      {retryOf === null ? null : (
        <li className="flex flex-wrap items-center gap-2">
          <span>Retry{retryFrom ? ` ${FROM[retryFrom]}` : ""} of</span>
          {original ? (
            <RunLink run={original} />
          ) : (
            <>
              <Mono value={retryOf} max={18} /> which is no longer kept
            </>
          )}
        </li>
      )}
      {retries.map((each) => (
        <li key={each.id} className="flex flex-wrap items-center gap-2">
          <span>Retried{each.retryFrom ? ` ${FROM[each.retryFrom]}` : ""} as</span>
          <RunLink run={each} />
        </li>
      ))}
    </ul>
  );
}
