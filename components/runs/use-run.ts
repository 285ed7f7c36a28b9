"use client";

import { apiFetch, type RunDetail, runKeys } from "@/components/api";
import { useLiveQuery } from "@/components/api/use-live-query";

/** A run as it is, refetched while something in it can still change. */
export function useRun(id: string) {
  return useLiveQuery({
    queryKey: runKeys.detail(id),
    queryFn: ({ signal }) =>
      apiFetch<RunDetail>(`/api/v1/runs/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.status === "running" ? 1500 : 10_000),
  });
}
