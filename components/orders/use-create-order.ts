"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import {
  apiFetch,
  deliveryKeys,
  type Order,
  orderKeys,
  overviewKeys,
  runKeys,
} from "@/components/api";
import type { CreateOrderInput } from "@/lib/orders/schemas";

/** A mock order without input; the order that was entered with it. */
export function useCreateOrder() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input?: CreateOrderInput) =>
      input
        ? apiFetch<Order>("/api/v1/orders", { method: "POST", body: input })
        : apiFetch<Order>("/api/v1/orders/mock", { method: "POST" }),
    onSuccess: () => {
      for (const keys of [orderKeys, runKeys, deliveryKeys, overviewKeys]) {
        void client.invalidateQueries({ queryKey: keys.all });
      }
    },
  });
}
