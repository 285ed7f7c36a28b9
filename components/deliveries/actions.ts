"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { apiFetch, deliveryKeys, orderKeys, problemText, runKeys } from "@/components/api";
import { useAction } from "@/components/api/use-action";
import type { ResendView } from "@/lib/deliveries/schemas";

function useRefresh() {
  const client = useQueryClient();
  return () =>
    Promise.all(
      [deliveryKeys.all, runKeys.all, orderKeys.all].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );
}

const path = (id: string, verb: "resend" | "cancel") =>
  `/api/v1/deliveries/${encodeURIComponent(id)}/${verb}`;

/** Asks for one more attempt; `onAsked` gets the number that it will have. */
export function useResend(id: string, onAsked: (attemptNumber: number) => void) {
  const refresh = useRefresh();
  return useAction({
    mutationFn: () => apiFetch<ResendView>(path(id, "resend"), { method: "POST" }),
    onSuccess: ({ attemptNumber }) => onAsked(attemptNumber),
    onError: (error) => {
      toast.error(`Not resent: ${problemText(error)}`);
    },
    onSettled: refresh,
  });
}

export function useCancel() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (id: string) => apiFetch(path(id, "cancel"), { method: "POST" }),
    onSuccess: () => toast.success("Cancelled. No further attempt will be made."),
    onError: (error) => toast.error(`Not cancelled: ${problemText(error)}`),
    onSettled: refresh,
  });
}

/** How one request of many went. */
export type BulkResult = { id: string; problem: string | null };

/** Cancels one delivery after the other; reports each result as it comes. */
export function useBulkCancel() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async ({
      ids,
      onResult,
    }: {
      ids: readonly string[];
      onResult: (result: BulkResult) => void;
    }) => {
      for (const id of ids) {
        try {
          await apiFetch(path(id, "cancel"), { method: "POST" });
          onResult({ id, problem: null });
        } catch (error) {
          onResult({ id, problem: problemText(error) });
        }
      }
    },
    onSettled: refresh,
  });
}
