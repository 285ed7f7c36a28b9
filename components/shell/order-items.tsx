"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { ShoppingCart } from "lucide-react";
import { apiFetch, type Order, orderKeys, type Page, query } from "@/components/api";

const AT_MOST = 5;

/** The orders whose number holds what was typed, as items of the command menu. */
export function OrderItems({
  number,
  className,
  onGo,
}: {
  number: string;
  className: string;
  onGo: (href: string) => void;
}) {
  const filters = { q: number, limit: AT_MOST };
  const { data } = useQuery({
    queryKey: orderKeys.list(filters),
    queryFn: ({ signal }) => apiFetch<Page<Order>>(`/api/v1/orders${query(filters)}`, { signal }),
    staleTime: 30_000,
  });
  return data?.items.map((order) => (
    <Command.Item
      key={order.id}
      value={`Open order ${order.orderId}`}
      className={className}
      onSelect={() => onGo(`/orders/${order.id}`)}
    >
      <ShoppingCart aria-hidden /> Open order {order.orderId}
    </Command.Item>
  ));
}
