"use client";

import Link from "next/link";
import type { BulkResult } from "@/components/deliveries/actions";
import { useDelivery } from "@/components/deliveries/use-delivery";
import { Mono } from "@/components/ui/mono";
import { StatusBadge } from "@/components/ui/status-badge";

/** How a delivery stands that was cancelled. */
function Outcome({ id }: { id: string }) {
  const { data } = useDelivery(id, { once: true });
  return <StatusBadge status={data?.status ?? "cancelled"} />;
}

/** One line for each delivery of a bulk request. */
export function BulkResults({ results }: { results: readonly BulkResult[] }) {
  return (
    <ul className="flex max-h-32 flex-col gap-1 overflow-y-auto px-1">
      {results.map(({ id, problem }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-2">
          <Link href={`/deliveries/${id}`} className="hover:text-accent hover:underline">
            <Mono value={id} max={20} />
          </Link>
          {problem ? <span className="text-danger">{problem}</span> : <Outcome id={id} />}
        </li>
      ))}
    </ul>
  );
}
