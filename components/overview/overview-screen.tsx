"use client";

import { useQuery } from "@tanstack/react-query";
import { Send } from "lucide-react";
import Link from "next/link";
import { apiFetch, type Overview, overviewKeys } from "@/components/api";
import { DeliveryCells, deliveryColumns } from "@/components/deliveries/delivery-row";
import { isInProgress } from "@/components/deliveries/words";
import { Counts } from "@/components/overview/counts";
import { Guide } from "@/components/overview/guide";
import { StaleNote, WideRow } from "@/components/shell/list-states";
import { ColumnHeads } from "@/components/shell/list-table";
import { PageFrame, Section } from "@/components/shell/page";
import { buttonStyles } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { LoadingNote, Skeleton } from "@/components/ui/skeleton";
import { Table, TBody, THead, TR } from "@/components/ui/table";

function busy(overview: Overview | undefined): boolean {
  if (!overview) return false;
  const guided = !overview.guide.dismissed && overview.guide.steps.some((step) => !step.done);
  return guided || overview.recentDeliveries.some(isInProgress);
}

function Recent({ deliveries }: { deliveries: Overview["recentDeliveries"] }) {
  return (
    <Section
      title="Recent deliveries"
      actions={
        <Link href="/deliveries" className={buttonStyles({ variant: "ghost", size: "sm" })}>
          All deliveries
        </Link>
      }
    >
      <Table label="Recent deliveries">
        <THead>
          <tr>
            <ColumnHeads columns={deliveryColumns} />
          </tr>
        </THead>
        <TBody>
          {deliveries.length === 0 ? (
            <WideRow columns={deliveryColumns.length}>
              <EmptyState
                icon={Send}
                title="Nothing has been sent yet"
                description="Deliveries appear here as soon as a scenario sends its first webhook."
              />
            </WideRow>
          ) : null}
          {deliveries.map((delivery) => (
            <TR key={delivery.id}>
              <DeliveryCells delivery={delivery} />
            </TR>
          ))}
        </TBody>
      </Table>
    </Section>
  );
}

export function OverviewScreen() {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: overviewKeys.all,
    queryFn: ({ signal }) => apiFetch<Overview>("/api/v1/overview", { signal }),
    refetchInterval: ({ state }) => (busy(state.data) ? 2000 : 5000),
  });
  return (
    <PageFrame title="Overview">
      {isPending ? (
        <>
          <LoadingNote what="the overview" />
          <Skeleton className="h-72 w-full" />
          <Skeleton className="h-20 w-full" />
          <Skeleton className="h-72 w-full" />
        </>
      ) : null}
      {!data && error ? (
        <ErrorState title="The overview could not be loaded" error={error} onRetry={refetch} />
      ) : null}
      {data ? (
        <>
          <StaleNote error={error} />
          {data.guide.dismissed ? null : <Guide guide={data.guide} />}
          <Section title="The last 24 hours">
            <Counts counts={data.counts24h} />
          </Section>
          <Recent deliveries={data.recentDeliveries} />
        </>
      ) : null}
    </PageFrame>
  );
}
