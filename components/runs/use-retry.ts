"use client";

import { useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { apiFetch, orderKeys, problemText, runKeys } from "@/components/api";
import { useAction } from "@/components/api/use-action";
import type { RetryOptionView, RetryRunView } from "@/lib/runs/schemas";

/** Retries a run, and opens the run that repeats it. */
export function useRetry(runId: string) {
  const client = useQueryClient();
  return useAction({
    mutationFn: ({ from, version }: Pick<RetryOptionView, "from" | "version">) =>
      apiFetch<RetryRunView>(`/api/v1/runs/${encodeURIComponent(runId)}/retry`, {
        method: "POST",
        body: { from, version },
      }),
    onError: (error) => {
      toast.error(`Not retried: ${problemText(error)}`);
    },
    onSettled: () =>
      Promise.all(
        [runKeys.all, orderKeys.all].map((queryKey) => client.invalidateQueries({ queryKey })),
      ),
    leadsTo: (retry) => `/runs/${retry.runId}`,
  });
}
