"use client";

import { useQuery } from "@tanstack/react-query";
import { apiFetch, type RunDetail, runKeys } from "@/components/api";

/** A run as it is, refetched while something in it can still change. */
export function useRun(id: string) {
  return useQuery({
    queryKey: runKeys.detail(id),
    queryFn: ({ signal }) =>
      apiFetch<RunDetail>(`/api/v1/runs/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: ({ state }) => (state.data?.status === "running" ? 1500 : 10_000),
  });
}
