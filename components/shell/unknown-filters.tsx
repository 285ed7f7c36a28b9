"use client";

import { CircleAlert } from "lucide-react";
import { useSearchParams } from "next/navigation";

/** Of every list, and none of its filters. */
const PAGING = "cursor";

/**
 * Says what of the address was left out, so that nobody takes all there is for what a mistyped or
 * outdated link asks for.
 * @param filters as they were understood; null for what is not set or could not be read
 */
export function UnknownFilters({ filters }: { filters: object }) {
  const params = useSearchParams();
  const understood = new Map<string, unknown>(Object.entries(filters));
  const unknown = [...params].filter(
    ([name]) => name !== PAGING && (understood.get(name) ?? null) === null,
  );
  if (unknown.length === 0) return null;
  return (
    <p
      role="alert"
      className="flex flex-wrap items-center gap-x-2 rounded-md border border-warning/40 bg-warning-soft px-3 py-2"
    >
      <CircleAlert aria-hidden className="size-4 text-warning" />
      The address has filters that are not known here, and were left out:
      {unknown.map(([name, value]) => (
        <code key={name} className="break-all font-mono text-xs">
          {name}={value}
        </code>
      ))}
    </p>
  );
}
