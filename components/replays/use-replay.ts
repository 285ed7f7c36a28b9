"use client";

import { useQuery } from "@tanstack/react-query";
import { apiFetch, type ReplayDetail, replayKeys } from "@/components/api";
import { isOpen } from "@/components/replays/words";

const LIVE_MS = 1_500;

export const replayPath = (id: string) => `/api/v1/replays/${encodeURIComponent(id)}`;

/** A replay, kept up to date until it has ended. */
export function useReplay(id: string) {
  return useQuery({
    queryKey: replayKeys.detail(id),
    queryFn: ({ signal }) => apiFetch<ReplayDetail>(replayPath(id), { signal }),
    refetchInterval: ({ state: { data } }) => (data && !isOpen(data) ? false : LIVE_MS),
  });
}
