"use client";

import { useQueryClient } from "@tanstack/react-query";
import {
  apiFetch,
  deliveryKeys,
  type Order,
  orderKeys,
  overviewKeys,
  runKeys,
} from "@/components/api";
import { useAction } from "@/components/api/use-action";
import type { CreateOrderInput } from "@/lib/orders/schemas";

type Options = {
  leadsTo?: (order: Order) => string;
  onCreated: (order: Order) => void;
  onError: (error: Error) => void;
};

/** A mock order without input; the order that was entered with it. */
export function useCreateOrder({ leadsTo, onCreated, onError }: Options) {
  const client = useQueryClient();
  return useAction<Order, CreateOrderInput | undefined>({
    mutationFn: (input) =>
      input
        ? apiFetch<Order>("/api/v1/orders", { method: "POST", body: input })
        : apiFetch<Order>("/api/v1/orders/mock", { method: "POST" }),
    ...(leadsTo ? { leadsTo } : {}),
    onSuccess: (order) => {
      for (const keys of [orderKeys, runKeys, deliveryKeys, overviewKeys]) {
        void client.invalidateQueries({ queryKey: keys.all });
      }
      onCreated(order);
    },
    onError,
  });
}
