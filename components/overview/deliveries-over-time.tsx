"use client";

import type { Overview } from "@/components/api";
import { DeliveriesChart, Legend } from "@/components/overview/deliveries-chart";
import { FiguresTable } from "@/components/overview/figures-table";
import { totalOf } from "@/components/overview/words";
import { Section } from "@/components/shell/page";
import { EmptyState } from "@/components/ui/empty-state";
import { exactTime } from "@/components/ui/relative-time";

/** The chart, its legend, and the same figures as a table. */
export function DeliveriesOverTime({ overview }: { overview: Overview }) {
  const isEmpty = totalOf(overview.figures.deliveries) === 0;
  return (
    <Section title="Deliveries over time">
      <div className="flex flex-col gap-3 rounded-md border bg-surface p-3">
        {isEmpty ? (
          <EmptyState
            className="min-h-40 justify-center py-4"
            title="No deliveries in this time"
            description="Those that are made show here at once, by how they end."
          />
        ) : (
          <>
            <Legend overview={overview} />
            <DeliveriesChart overview={overview} />
          </>
        )}
        <details>
          <summary className="w-fit cursor-pointer rounded-sm py-0.5 text-muted">
            The same figures as a table
          </summary>
          <div className="mt-2">
            <FiguresTable overview={overview} />
          </div>
        </details>
        <p className="text-muted text-xs">
          Everything counts by when it was made, in {overview.timeZone.replaceAll("_", " ")} time;
          tests do not count.
          {overview.prunedUntil
            ? ` Some of what was made before ${exactTime(overview.prunedUntil)} has been removed, as Settings say: it is counted here, and not in the lists any more.`
            : null}
        </p>
      </div>
    </Section>
  );
}
