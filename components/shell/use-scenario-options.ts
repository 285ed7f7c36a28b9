"use client";

import { useQuery } from "@tanstack/react-query";
import { apiFetch, type Page, type ScenarioSummary, scenarioKeys } from "@/components/api";

/** The scenarios as the choices of a filter. */
export function useScenarioOptions() {
  const { data } = useQuery({
    queryKey: scenarioKeys.list({ options: true }),
    queryFn: () => apiFetch<Page<ScenarioSummary>>("/api/v1/scenarios?limit=100"),
    staleTime: 30_000,
  });
  return (data?.items ?? []).map(({ id, name }) => ({ value: id, label: name || id }));
}
