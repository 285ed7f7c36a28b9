"use client";

import { apiFetch, type ReplayDetail, replayKeys } from "@/components/api";
import { useLiveQuery } from "@/components/api/use-live-query";
import { isOpen } from "@/components/replays/words";

const LIVE_MS = 1_500;

export const replayPath = (id: string) => `/api/v1/replays/${encodeURIComponent(id)}`;

/** A replay, kept up to date until it has ended. */
export function useReplay(id: string) {
  return useLiveQuery({
    queryKey: replayKeys.detail(id),
    queryFn: ({ signal }) => apiFetch<ReplayDetail>(replayPath(id), { signal }),
    refetchInterval: ({ state: { data } }) => (data && !isOpen(data) ? false : LIVE_MS),
  });
}
