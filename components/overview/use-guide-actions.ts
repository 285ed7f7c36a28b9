"use client";

import { useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import {
  apiFetch,
  type Order,
  type OrderDetail,
  overviewKeys,
  problemText,
  type RunDetail,
  type ScenarioSummary,
} from "@/components/api";
import { useAction } from "@/components/api/use-action";
import type { TestRunView } from "@/lib/scenarios/schemas";

const LOOK_AGAIN_MS = 300;
const PATIENCE_MS = 5_000;

/** Waits a little for what follows by itself, so that a step ticks with its click. Never throws. */
async function settle(hasHappened: () => Promise<boolean>): Promise<void> {
  const until = Date.now() + PATIENCE_MS;
  try {
    while (!(await hasHappened()) && Date.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    }
  } catch {
    // The overview refetches anyway.
  }
}

const post = <T>(path: string, body?: unknown) => apiFetch<T>(path, { method: "POST", body });

async function sendTest(scenarioPath: string): Promise<void> {
  const { runId } = await post<TestRunView>(`${scenarioPath}/test`, {});
  let run: RunDetail | undefined;
  await settle(async () => {
    run = await apiFetch<RunDetail>(`/api/v1/runs/${encodeURIComponent(runId)}`);
    return run.status !== "running";
  });
  const failed = run?.steps.find(({ status }) => status === "failed");
  if (failed) throw new Error(`The test webhook failed: ${failed.reason ?? "see its run."}`);
}

async function createOrder(): Promise<void> {
  const { id } = await post<Order>("/api/v1/orders/mock");
  await settle(async () => {
    const { trace } = await apiFetch<OrderDetail>(`/api/v1/orders/${encodeURIComponent(id)}`);
    return Boolean(trace.event?.routedAt);
  });
}

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
  const scenarioPath = `/api/v1/scenarios/${encodeURIComponent(scenarioId ?? "")}`;
  return {
    scenario: useAction(
      act("The scenario is there.", () =>
        post<ScenarioSummary>("/api/v1/scenarios/from-template", { template: "order-to-inbox" }),
      ),
    ),
    test: useAction(act("The test webhook was sent.", () => sendTest(scenarioPath))),
    active: useAction(act("The scenario is active.", () => post(`${scenarioPath}/activate`))),
    order: useAction(act("The order was created.", createOrder)),
    dismiss: useAction({
      mutationFn: () => post<void>("/api/v1/overview/dismiss"),
      onError: (error) => {
        toast.error(problemText(error));
      },
      onSettled: () => client.invalidateQueries({ queryKey: overviewKeys.all }),
    }),
  };
}
