"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import {
  apiFetch,
  type Delivery,
  deliveryKeys,
  type Page,
  query,
  type RunDetail,
} from "@/components/api";

const EVERY_MS = 3000;
/** As many as one answer holds; of the newest. What has none of these shows its step alone. */
const LIMIT = 100;

const none: ReadonlyMap<string, Delivery> = new Map();

/**
 * The deliveries of a run's nodes that wait or have failed, by node: why, and what happens next.
 * Asked for only where there are such nodes, and again only while one of them waits.
 */
export function useRunDeliveries(run: RunDetail | undefined): ReadonlyMap<string, Delivery> {
  const count = (status: string) =>
    run?.steps.filter((step) => step.status === status && step.deliveryId).length ?? 0;
  const [waiting, failed] = [count("waiting"), count("failed")];
  // A step that goes on makes other parameters of it: what is shown is never older than the run.
  const params = { q: run?.id, limit: LIMIT };
  const { data } = useQuery({
    queryKey: deliveryKeys.list({ ...params, waiting, failed }),
    queryFn: ({ signal }) =>
      apiFetch<Page<Delivery>>(`/api/v1/deliveries${query(params)}`, { signal }),
    enabled: waiting + failed > 0,
    select: byNode,
    placeholderData: keepPreviousData,
    refetchInterval: waiting > 0 ? EVERY_MS : false,
  });
  return data ?? none;
}

const byNode = ({ items }: Page<Delivery>): ReadonlyMap<string, Delivery> =>
  new Map(items.map((delivery) => [delivery.nodeId, delivery]));
