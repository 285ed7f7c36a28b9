"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { apiFetch, type Order, problemText, type ScenarioSummary } from "@/components/api";

/** One step of the guided start, done for the person; refreshes all that may have changed. */
export function useGuideActions(scenarioId: string | null) {
  const client = useQueryClient();
  const act = <T>(done: string, request: () => Promise<T>) => ({
    mutationFn: request,
    onSuccess: () => {
      toast.success(done);
    },
    onError: (error: unknown) => {
      toast.error(problemText(error));
    },
    onSettled: () => client.invalidateQueries(),
  });
  const post = <T>(path: string, body?: unknown) => apiFetch<T>(path, { method: "POST", body });
  const scenarioPath = `/api/v1/scenarios/${encodeURIComponent(scenarioId ?? "")}`;
  return {
    scenario: useMutation(
      act("The scenario is there.", () =>
        post<ScenarioSummary>("/api/v1/scenarios/from-template", { template: "order-to-inbox" }),
      ),
    ),
    test: useMutation(
      act("The test webhook is on its way.", () => post(`${scenarioPath}/test`, {})),
    ),
    active: useMutation(act("The scenario is active.", () => post(`${scenarioPath}/activate`))),
    order: useMutation(act("The order was created.", () => post<Order>("/api/v1/orders/mock"))),
    dismiss: useMutation({
      mutationFn: () => post<void>("/api/v1/overview/dismiss"),
      onError: (error) => {
        toast.error(problemText(error));
      },
      onSettled: () => client.invalidateQueries({ queryKey: ["overview"] }),
    }),
  };
}
