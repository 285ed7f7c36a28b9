"use client";

import { apiFetch, type DeliveryDetail, deliveryKeys } from "@/components/api";
import { useLiveQuery } from "@/components/api/use-live-query";
import { useAskedAttempt } from "@/components/deliveries/use-asked-attempt";
import { isInProgress } from "@/components/deliveries/words";

const SOON_MS = 700;

/**
 * A delivery, kept up to date. Once `expect` was told the number of an attempt that was asked for,
 * it is looked at often until that attempt has begun, and `isExpecting` says so.
 * @param options.once looks no more once nothing is being sent
 */
export function useDelivery(id: string, options: { once?: boolean } = {}) {
  const asked = useAskedAttempt();
  const isOpen = (delivery: DeliveryDetail | undefined) =>
    asked.isExpecting(delivery?.attemptCount ?? 0);
  const query = useLiveQuery({
    queryKey: deliveryKeys.detail(id),
    queryFn: ({ signal }) =>
      apiFetch<DeliveryDetail>(`/api/v1/deliveries/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: ({ state: { data } }) => {
      if (isOpen(data) || data?.status === "sending") return SOON_MS;
      if (options.once && data) return false;
      return data && isInProgress(data) ? 2000 : 5000;
    },
  });
  return { ...query, expect: asked.expect, isExpecting: isOpen(query.data) };
}
