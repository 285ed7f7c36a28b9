"use client";

import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { apiFetch, missedKeys, problemText, query, runKeys } from "@/components/api";
import { useAction } from "@/components/api/use-action";
import { useLiveQuery } from "@/components/api/use-live-query";
import { counted } from "@/components/missed/words";
import type {
  DismissedMissedView,
  MissedCountView,
  MissedPageView,
  SentMissedView,
} from "@/lib/missed/schemas";

const path = (scenarioId: string, verb = "") =>
  `/api/v1/scenarios/${encodeURIComponent(scenarioId)}/missed${verb}`;

/** How many events a scenario missed; 0 while that is not known. One request for all who ask. */
export function useMissedCount(scenarioId: string): number {
  const { data } = useMissedCounts();
  return data?.items.find((item) => item.scenarioId === scenarioId)?.count ?? 0;
}

/** How many events each scenario has missed, kept up to date; the same for all who ask on a page. */
export function useMissedCounts() {
  return useQuery({
    queryKey: missedKeys.lists,
    queryFn: ({ signal }) => apiFetch<{ items: MissedCountView[] }>("/api/v1/missed", { signal }),
    refetchInterval: 5000,
  });
}

/** A page of what a scenario missed, kept up to date. */
export function useMissed(scenarioId: string, cursor: string | null) {
  return useLiveQuery({
    queryKey: missedKeys.list({ scenarioId, cursor }),
    queryFn: ({ signal }) =>
      apiFetch<MissedPageView>(`${path(scenarioId)}${query({ cursor })}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 5000,
  });
}

/** Sends or dismisses missed events: those named, or all. `onDone` is called once that is done. */
export function useMissedActions(scenarioId: string, onDone: () => void) {
  const client = useQueryClient();
  const onSettled = () =>
    Promise.all(
      [missedKeys.all, runKeys.all].map((queryKey) => client.invalidateQueries({ queryKey })),
    );
  const send = useAction({
    mutationFn: (ids: string[] | undefined) =>
      apiFetch<SentMissedView>(path(scenarioId, "/send"), { method: "POST", body: { ids } }),
    onSuccess: ({ started, remaining }) => {
      toast.success(
        remaining > 0
          ? `${counted(started, "run")} started, ${remaining.toLocaleString("en-US")} more follow.`
          : `${counted(started, "run")} started.`,
      );
      onDone();
    },
    onError: (error) => {
      toast.error(`Not sent: ${problemText(error)}`);
    },
    onSettled,
  });
  const dismiss = useAction({
    mutationFn: (ids: string[] | undefined) =>
      apiFetch<DismissedMissedView>(path(scenarioId, "/dismiss"), {
        method: "POST",
        body: { ids },
      }),
    onSuccess: ({ dismissed }) => {
      toast.success(`${counted(dismissed, "event")} dismissed.`);
      onDone();
    },
    onError: (error) => {
      toast.error(`Not dismissed: ${problemText(error)}`);
    },
    onSettled,
  });
  return { send, dismiss };
}
