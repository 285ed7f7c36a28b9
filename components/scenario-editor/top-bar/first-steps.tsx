"use client";

import { useRouter } from "next/navigation";
import { toast } from "sonner";
import { problemText } from "@/components/api";
import { useCreateOrder } from "@/components/orders/use-create-order";
import { getOperation } from "@/lib/apps/registry";
import { type Graph, triggerNode } from "@/lib/scenarios/graph";
import { liveSentence } from "@/lib/scenarios/live-sentence";

/** One place for all of them: of what is live and what is not, only the latest is true. */
export const TOAST_ID = "activated";
/** Long enough to read what happens from now on, and to take it back. */
export const TOAST_MS = 10_000;

/** Creates a mock order, which what is live takes for a real one, and leads to what comes of it. */
export function useTestOrder(): () => void {
  const router = useRouter();
  const create = useCreateOrder({
    onCreated: ({ id, orderId }) => {
      toast.success(`The test order ${orderId} was created.`, {
        id: TOAST_ID,
        description: "It goes the way of a real one.",
        duration: TOAST_MS,
        action: { label: "See its trace", onClick: () => router.push(`/orders/${id}`) },
      });
    },
    onError: (error) => {
      toast.error(`No order was created: ${problemText(error)}`);
    },
  });
  return () => void create.run(undefined);
}

/** Whether an order that is created now starts a run of the graph. */
function waitsForOrders(graph: Graph): boolean {
  const trigger = triggerNode(graph);
  if (!trigger || trigger.config.enabled === false) return false;
  return getOperation(trigger.operation)?.abilities?.startedBy === "order";
}

/** What happens from now on, and the way to see it happen. */
export function FirstSteps({ graph, onTry }: { graph: Graph; onTry: (() => void) | null }) {
  return (
    <span className="flex flex-col items-start gap-1">
      {liveSentence(graph)}
      {onTry && waitsForOrders(graph) ? (
        <button
          type="button"
          className="rounded-sm font-medium text-accent underline underline-offset-2 hover:no-underline"
          onClick={onTry}
        >
          Send a test order
        </button>
      ) : null}
    </span>
  );
}
