"use client";

import { RANGES } from "@/components/shell/list-filters";
import { STATS_RANGES, type StatsRange } from "@/lib/stats/periods";

/** One of a few ranges; the arrow keys go through them, as with any radio buttons. */
export function RangeSwitch({
  value,
  onChange,
}: {
  value: StatsRange;
  onChange: (range: StatsRange) => void;
}) {
  return (
    <fieldset className="flex rounded-md border bg-surface p-0.5">
      <legend className="sr-only">Time range</legend>
      {STATS_RANGES.map((range) => (
        <label
          key={range}
          className="flex h-7 cursor-pointer items-center rounded-sm px-2.5 text-muted hover:text-foreground has-[:checked]:bg-surface-2 has-[:checked]:font-medium has-[:checked]:text-foreground has-[:focus-visible]:outline-2 has-[:focus-visible]:outline-accent"
        >
          <input
            type="radio"
            name="range"
            className="sr-only"
            value={range}
            checked={range === value}
            onChange={() => onChange(range)}
          />
          <span aria-hidden>{range.replace("h", " h").replace("d", " d")}</span>
          <span className="sr-only">{RANGES[range].label}</span>
        </label>
      ))}
    </fieldset>
  );
}
