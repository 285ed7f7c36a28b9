"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { apiFetch, deliveryKeys, orderKeys, problemText, runKeys } from "@/components/api";

function useRefresh() {
  const client = useQueryClient();
  return () =>
    Promise.all(
      [deliveryKeys.all, runKeys.all, orderKeys.all].map((queryKey) =>
        client.invalidateQueries({ queryKey }),
      ),
    );
}

export function useResend() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (id: string) =>
      apiFetch(`/api/v1/deliveries/${encodeURIComponent(id)}/resend`, { method: "POST" }),
    onSuccess: () => toast.success("A new attempt is on its way."),
    onError: (error) => toast.error(`Not resent: ${problemText(error)}`),
    onSettled: refresh,
  });
}

export function useCancel() {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (id: string) =>
      apiFetch(`/api/v1/deliveries/${encodeURIComponent(id)}/cancel`, { method: "POST" }),
    onSuccess: () => toast.success("Cancelled. No further attempt will be made."),
    onError: (error) => toast.error(`Not cancelled: ${problemText(error)}`),
    onSettled: refresh,
  });
}

export type BulkResult = { id: string; problem: string | null };

/** One request per delivery, one after the other; reports each result as it comes. */
export function useBulk(action: "resend" | "cancel") {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: async ({
      ids,
      onResult,
    }: {
      ids: string[];
      onResult: (result: BulkResult) => void;
    }) => {
      for (const id of ids) {
        try {
          await apiFetch(`/api/v1/deliveries/${encodeURIComponent(id)}/${action}`, {
            method: "POST",
          });
          onResult({ id, problem: null });
        } catch (error) {
          onResult({ id, problem: problemText(error) });
        }
      }
    },
    onSettled: refresh,
  });
}
