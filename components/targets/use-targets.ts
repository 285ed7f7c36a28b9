"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { apiFetch, deliveryKeys, problemText, targetKeys } from "@/components/api";
import { useAction } from "@/components/api/use-action";
import { count } from "@/components/targets/words";
import type { ResumedView, TargetsView } from "@/lib/targets/schemas";

/** The failing and paused targets, kept up to date; the same for all who ask on a page. */
export function useTargets() {
  return useQuery({
    queryKey: targetKeys.all,
    queryFn: ({ signal }) => apiFetch<TargetsView>("/api/v1/targets", { signal }),
    refetchInterval: 5000,
  });
}

/** Sends to a paused target again. */
export function useResume({ scenarioId, nodeId }: { scenarioId: string; nodeId: string }) {
  const client = useQueryClient();
  const path = `/api/v1/scenarios/${encodeURIComponent(scenarioId)}/nodes/${encodeURIComponent(nodeId)}/resume`;
  return useAction({
    mutationFn: () => apiFetch<ResumedView>(path, { method: "POST" }),
    onSuccess: ({ released }) => {
      toast.success(
        released === 0
          ? "Resumed. The next delivery is sent at once."
          : `Resumed. ${released === 1 ? "1 held delivery is" : `${count(released)} held deliveries are`} being sent.`,
      );
    },
    onError: (error) => {
      toast.error(`Not resumed: ${problemText(error)}`);
    },
    onSettled: () =>
      Promise.all(
        [targetKeys.all, deliveryKeys.all].map((queryKey) =>
          client.invalidateQueries({ queryKey }),
        ),
      ),
  });
}
