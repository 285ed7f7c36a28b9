"use client";

import { describeChanges } from "@/lib/scenarios/describe-changes";
import type { Graph } from "@/lib/scenarios/graph";

/** What differs between two documents, in words. */
export function ChangeList({ before, after }: { before: Graph; after: Graph }) {
  const changes = describeChanges(before, after);
  if (changes.length === 0) return <p className="text-muted text-sm">Nothing differs.</p>;
  return (
    <ul className="flex flex-col gap-1.5 text-sm">
      {changes.map(({ text, details }, index) => (
        // Two may read the same; the list is made anew as a whole.
        // biome-ignore lint/suspicious/noArrayIndexKey: no entry is ever moved
        <li key={index}>
          {text}
          {details && details.length > 0 ? (
            <ul className="mt-1 flex flex-col gap-0.5 border-l pl-3 text-muted text-xs">
              {details.map(({ field, label, before: old, after: next }) => (
                <li key={field} className="break-words">
                  {label}: <del className="no-underline">{old || "nothing"}</del>
                  <span aria-hidden> → </span>
                  <span className="sr-only"> became </span>
                  <ins className="text-foreground no-underline">{next || "nothing"}</ins>
                </li>
              ))}
            </ul>
          ) : null}
        </li>
      ))}
    </ul>
  );
}
