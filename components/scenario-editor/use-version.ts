"use client";

import { useQuery } from "@tanstack/react-query";
import { scenarioApi } from "@/components/scenarios/api";
import { useEditor } from "./context";

/** A published version of the open scenario; it never changes, so it is asked for once. */
export function useVersion(number: number | null) {
  const scenarioId = useEditor((state) => state.scenarioId);
  return useQuery({
    queryKey: ["scenario-versions", scenarioId, number],
    queryFn: () => scenarioApi.version(scenarioId, number ?? 0),
    enabled: number !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
