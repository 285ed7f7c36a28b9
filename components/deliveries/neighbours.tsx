"use client";

import { useQuery } from "@tanstack/react-query";
import { ChevronDown, ChevronUp } from "lucide-react";
import Link from "next/link";
import { apiFetch, type Delivery, deliveryKeys, type Page } from "@/components/api";
import type { useDeliveryFilters } from "@/components/deliveries/use-filters";
import { Button } from "@/components/ui/button";

/** The deliveries before and after this one in the list that the filters of the address make. */
export function Neighbours({
  id,
  state,
}: {
  id: string;
  state: ReturnType<typeof useDeliveryFilters>;
}) {
  const newer = useNeighbour(state.path(`-${id}`, { limit: 1 }), ["newer", id, state.filters]);
  const older = useNeighbour(state.path(id, { limit: 1 }), ["older", id, state.filters]);
  return (
    <nav aria-label="In the list" className="flex gap-1">
      <Step to={newer} label="Newer delivery" icon={<ChevronUp aria-hidden />} {...state} />
      <Step to={older} label="Older delivery" icon={<ChevronDown aria-hidden />} {...state} />
    </nav>
  );
}

function useNeighbour(path: string, key: readonly unknown[]): Delivery | undefined {
  const query = useQuery({
    queryKey: deliveryKeys.list({ neighbour: key }),
    queryFn: ({ signal }) => apiFetch<Page<Delivery>>(path, { signal }),
    staleTime: 10_000,
  });
  return query.data?.items[0];
}

function Step({
  to,
  label,
  icon,
  search,
}: {
  to: Delivery | undefined;
  label: string;
  icon: React.ReactNode;
  search: string;
}) {
  if (!to) {
    return (
      <Button size="icon" aria-label={label} disabled title={`There is no ${label.toLowerCase()}`}>
        {icon}
      </Button>
    );
  }
  return (
    <Button asChild size="icon">
      <Link href={`/deliveries/${to.id}${search}`} aria-label={label} title={label}>
        {icon}
      </Link>
    </Button>
  );
}
