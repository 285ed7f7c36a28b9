"use client";

import Link from "next/link";
import type { BulkResult } from "@/components/deliveries/actions";
import { useDelivery } from "@/components/deliveries/use-delivery";
import { resultWords } from "@/components/deliveries/words";
import { Mono } from "@/components/ui/mono";
import { StatusBadge } from "@/components/ui/status-badge";

/** How a delivery fares that a resend was asked for, or that was cancelled. */
function Outcome({ id, attemptNumber }: { id: string; attemptNumber: number | null }) {
  const { data, isExpecting } = useDelivery(id, { expected: attemptNumber, once: true });
  if (!data || isExpecting) return <StatusBadge status="pending" />;
  return (
    <>
      <StatusBadge status={data.status} />
      <span className="text-muted">{data.status === "sending" ? null : resultWords(data)}</span>
    </>
  );
}

/** One line for each delivery of a bulk request. */
export function BulkResults({ results }: { results: readonly BulkResult[] }) {
  return (
    <ul className="flex max-h-32 flex-col gap-1 overflow-y-auto px-1">
      {results.map(({ id, problem, attemptNumber }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-2">
          <Link href={`/deliveries/${id}`} className="hover:text-accent hover:underline">
            <Mono value={id} max={20} />
          </Link>
          {problem ? (
            <span className="text-danger">{problem}</span>
          ) : (
            <Outcome id={id} attemptNumber={attemptNumber} />
          )}
        </li>
      ))}
    </ul>
  );
}
