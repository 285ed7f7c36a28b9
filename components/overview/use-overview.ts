"use client";

import { keepPreviousData } from "@tanstack/react-query";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { apiFetch, type Overview, overviewKeys, query } from "@/components/api";
import { useLiveQuery } from "@/components/api/use-live-query";
import { isInProgress } from "@/components/deliveries/words";
import { STATS_RANGES } from "@/lib/stats/periods";

function isBusy(overview: Overview | undefined): boolean {
  if (!overview) return false;
  const guided = !overview.guide.dismissed && overview.guide.steps.some((step) => !step.done);
  return guided || overview.recentDeliveries.some(isInProgress);
}

/** The overview of the range in the address, in the reader's time zone; it keeps itself up to date. */
export function useOverview() {
  const [range, setRange] = useQueryState(
    "range",
    parseAsStringLiteral(STATS_RANGES).withDefault("24h"),
  );
  const result = useLiveQuery({
    queryKey: overviewKeys.list({ range }),
    queryFn: ({ signal }) => {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      return apiFetch<Overview>(`/api/v1/overview${query({ range, timeZone })}`, { signal });
    },
    // The figures of the other range stay until those of this one are there: nothing jumps.
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (isBusy(state.data) ? 2000 : 5000),
  });
  return { range, setRange, ...result };
}
