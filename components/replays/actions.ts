"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import {
  apiFetch,
  deliveryKeys,
  problemText,
  query,
  type Replay,
  type ReplayPreview,
  replayKeys,
} from "@/components/api";
import { checked } from "@/components/api/fields";
import { useAction } from "@/components/api/use-action";
import { replayPath } from "@/components/replays/use-replay";
import { newId } from "@/lib/ids";
import { createReplaySchema } from "@/lib/replays/schemas";

/** Which deliveries: those with these ids, or those that a filter matched when they were counted. */
export type ReplayScope = { deliveryIds: string[] } | { filter: ReplayPreview["filter"] };

/** Starts a replay and opens its page. Asked for again without an answer, it is started once. */
export function useStartReplay(scope: ReplayScope) {
  const client = useQueryClient();
  // A key stands for one body: another rate is another request.
  const [keys] = useState(() => new Map<string, string>());
  return useAction({
    mutationFn: async (perSecond: number | undefined) => {
      const body = checked(createReplaySchema, { ...scope, perSecond });
      const text = JSON.stringify(body);
      const key = keys.get(text) ?? newId("idempotency");
      keys.set(text, key);
      return apiFetch<Replay>("/api/v1/replays", {
        method: "POST",
        body,
        headers: { "idempotency-key": key },
      });
    },
    leadsTo: ({ id }) => `/deliveries/replays/${id}`,
    onSettled: () =>
      Promise.all(
        [replayKeys.all, deliveryKeys.all].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
}

export function useCancelReplay() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => apiFetch<Replay>(`${replayPath(id)}/cancel`, { method: "POST" }),
    onSuccess: () => toast.success("Cancelled. Nothing that still waits is sent."),
    onError: (error) => toast.error(`Not cancelled: ${problemText(error)}`),
    onSettled: () => client.invalidateQueries({ queryKey: replayKeys.all }),
  });
}

/** Counts what filters match right now. */
export function usePreviewReplay(onCounted: (preview: ReplayPreview) => void) {
  return useAction({
    mutationFn: (filters: Parameters<typeof query>[0]) =>
      apiFetch<ReplayPreview>(`/api/v1/replays/preview${query(filters)}`),
    onSuccess: onCounted,
    onError: (error) => {
      toast.error(`Not counted: ${problemText(error)}`);
    },
  });
}
