"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { apiFetch, type DeliveryDetail, deliveryKeys } from "@/components/api";
import { isInProgress } from "@/components/deliveries/words";

const SOON_MS = 700;
/** An attempt that was asked for is waited for this long; the engine may be busy. */
const PATIENCE_MS = 30_000;

/**
 * A delivery, kept up to date. Once `expect` was told the number of an attempt that was asked for,
 * it is looked at often until that attempt has begun, and `isExpecting` says so.
 * @param options.once looks no more once nothing is being sent
 */
export function useDelivery(id: string, options: { once?: boolean } = {}) {
  const [expected, setExpected] = useState<number | null>(null);
  const isOpen = (delivery: DeliveryDetail | undefined) =>
    expected !== null && (delivery?.attemptCount ?? 0) < expected;
  const query = useQuery({
    queryKey: deliveryKeys.detail(id),
    queryFn: ({ signal }) =>
      apiFetch<DeliveryDetail>(`/api/v1/deliveries/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: ({ state: { data } }) => {
      if (isOpen(data) || data?.status === "sending") return SOON_MS;
      if (options.once && data) return false;
      return data && isInProgress(data) ? 2000 : 5000;
    },
  });
  useEffect(() => {
    if (expected === null) return;
    const timer = setTimeout(() => setExpected(null), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [expected]);
  return { ...query, expect: setExpected, isExpecting: isOpen(query.data) };
}
