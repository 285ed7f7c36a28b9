"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ChevronDown, Play } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";
import { orderKeys, runKeys } from "@/components/api";
import { reasonOf, scenarioApi } from "@/components/scenarios/api";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { UnavailableButton } from "@/components/ui/unavailable-button";
import { useEditor, useEditorStore } from "../context";
import { allProblems } from "../derived";

/** Runs the draft once, as a test, with the sample or with an order that exists. */
export function RunMenu({ onProblems }: { onProblems: () => void }) {
  const store = useEditorStore();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState(false);
  const isEmpty = useEditor((state) => state.history.present.nodes.length === 0);
  const orders = useQuery({
    queryKey: orderKeys.list({ limit: 8 }),
    queryFn: scenarioApi.recentOrders,
    enabled: open,
  });
  const run = useMutation({
    async mutationFn(orderId: string | undefined) {
      const { drain, scenarioId } = store.getState();
      if (allProblems(store.getState()).length > 0) {
        onProblems();
        throw new Error("The scenario can't run yet; its problems are listed above.");
      }
      if (!(await drain())) throw new Error("The latest changes could not be saved yet.");
      return scenarioApi.run(scenarioId, orderId);
    },
    onSuccess: ({ runId }) => {
      store.getState().show({ runId });
      void queryClient.invalidateQueries({ queryKey: runKeys.lists });
    },
    onError: (error) => toast.error(reasonOf(error)),
  });
  if (isEmpty) {
    return (
      <UnavailableButton reason="There is nothing to run yet: add a trigger and an action.">
        <Play aria-hidden />
        Run
        <ChevronDown aria-hidden />
      </UnavailableButton>
    );
  }
  return (
    <DropdownMenu open={open} onOpenChange={setOpen}>
      <DropdownMenuTrigger asChild>
        <Button size="sm" busy={run.isPending}>
          <Play aria-hidden />
          Run
          <ChevronDown aria-hidden />
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent>
        <DropdownMenuItem onSelect={() => run.mutate(undefined)}>
          With the sample order
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuLabel>With a recent order</DropdownMenuLabel>
        {orders.isPending ? <DropdownMenuItem disabled>Loading…</DropdownMenuItem> : null}
        {orders.isError ? (
          <DropdownMenuItem disabled>{reasonOf(orders.error)}</DropdownMenuItem>
        ) : null}
        {orders.data?.items.length === 0 ? (
          <DropdownMenuItem disabled>There are no orders yet.</DropdownMenuItem>
        ) : null}
        {orders.data?.items.map((order) => (
          <DropdownMenuItem key={order.id} onSelect={() => run.mutate(order.id)}>
            <span className="font-mono text-xs">{order.orderId}</span>
            <span className="max-w-40 truncate text-muted text-xs">{order.email}</span>
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
