"use client";

import { Workflow } from "lucide-react";
import { toast } from "sonner";
import { apiFetch, problemText } from "@/components/api";
import { useAction } from "@/components/api/use-action";
import { Button } from "@/components/ui/button";

/** Makes a scenario whose webhook sends to an inbox, and opens it. */
export function SendHere({ url }: { url: string }) {
  const create = useAction({
    mutationFn: async () => {
      const graph = {
        nodes: [
          { id: "order", operation: "traderlaunchpad.orderCreated", config: {} },
          {
            id: "webhook",
            operation: "webhooks.send",
            position: { x: 320, y: 0 },
            config: { webhookUrl: url },
          },
        ],
        edges: [{ id: "order-webhook", source: "order", target: "webhook" }],
      };
      const body = { name: "Order created → test inbox", graph };
      return apiFetch<{ id: string }>("/api/v1/scenarios", { method: "POST", body });
    },
    leadsTo: ({ id }) => `/scenarios/${id}`,
    onError: (error) => toast.error(`Not created: ${problemText(error)}`),
  });
  return (
    <Button busy={create.isBusy} onClick={() => create.run()}>
      <Workflow aria-hidden />
      New scenario that sends here
    </Button>
  );
}
