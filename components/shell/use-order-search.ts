"use client";

import { useQuery } from "@tanstack/react-query";
import { apiFetch, type Order, orderKeys, type Page, query } from "@/components/api";

const AT_MOST = 5;

/** The newest orders whose number or email holds a text; none, at once, for null. */
export function useOrderSearch(text: string | null): { isLooking: boolean; items: Order[] } {
  const filters = { q: text, limit: AT_MOST };
  const { data, isLoading } = useQuery({
    queryKey: orderKeys.list(filters),
    queryFn: ({ signal }) => apiFetch<Page<Order>>(`/api/v1/orders${query(filters)}`, { signal }),
    enabled: text !== null,
    staleTime: 30_000,
  });
  return { isLooking: isLoading, items: data?.items ?? [] };
}
