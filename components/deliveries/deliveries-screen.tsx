"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Send } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { apiFetch, type Delivery, deliveryKeys, type Page } from "@/components/api";
import { BulkBar } from "@/components/deliveries/bulk-bar";
import { DeliveryCells, deliveryColumns } from "@/components/deliveries/delivery-row";
import { DeliveryFilters } from "@/components/deliveries/filters";
import { useDeliveryFilters } from "@/components/deliveries/use-filters";
import { isInProgress } from "@/components/deliveries/words";
import { NothingMatches, StaleNote, WideRow } from "@/components/shell/list-states";
import { PageFrame } from "@/components/shell/page";
import { Pager } from "@/components/shell/pager";
import { useCursor } from "@/components/shell/use-cursor";
import { buttonStyles } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { LoadingNote, SkeletonRows } from "@/components/ui/skeleton";
import { Table, TBody, TD, TH, THead, TR } from "@/components/ui/table";

const COLUMNS = deliveryColumns.length + 1;

export function DeliveriesScreen() {
  const state = useDeliveryFilters();
  const paging = useCursor();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());

  const { data, error, isPending, refetch } = useQuery({
    queryKey: deliveryKeys.list({ ...state.filters, cursor: paging.cursor }),
    queryFn: ({ signal }) => apiFetch<Page<Delivery>>(state.path(paging.cursor), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data: page } }) => (page?.items.some(isInProgress) ? 2000 : 5000),
  });
  const items = data?.items ?? [];
  const ids = items.filter(({ id }) => chosen.has(id)).map(({ id }) => id);

  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };

  return (
    <PageFrame title="Deliveries" description="Every webhook that was sent or is on its way.">
      <DeliveryFilters state={state} onChanged={paging.reset} />
      {data ? <StaleNote error={error} /> : null}
      <BulkBar ids={ids} onDone={() => setChosen(new Set())} />
      {isPending ? <LoadingNote what="deliveries" /> : null}
      <Table label="Deliveries">
        <THead>
          <tr>
            <TH className="w-8 pr-0">
              <Checkbox
                aria-label="Choose all on this page"
                disabled={items.length === 0}
                checked={
                  ids.length === 0 ? false : ids.length === items.length ? true : "indeterminate"
                }
                onCheckedChange={(on) =>
                  setChosen(new Set(on === true ? items.map(({ id }) => id) : []))
                }
              />
            </TH>
            {deliveryColumns.map((column) => (
              <TH
                key={column}
                className={
                  column === "Attempts" || column === "Duration" ? "text-right" : undefined
                }
              >
                {column}
              </TH>
            ))}
          </tr>
        </THead>
        <TBody aria-busy={isPending}>
          {isPending ? <SkeletonRows columns={COLUMNS} /> : null}
          {!data && error ? (
            <WideRow columns={COLUMNS}>
              <ErrorState
                title="The deliveries could not be loaded"
                error={error}
                onRetry={refetch}
              />
            </WideRow>
          ) : null}
          {data && items.length === 0 ? (
            <WideRow columns={COLUMNS}>
              {state.active || paging.cursor ? (
                <NothingMatches
                  noun="deliveries"
                  onClear={() => {
                    paging.reset();
                    void state.clear();
                  }}
                />
              ) : (
                <EmptyState
                  icon={Send}
                  title="Nothing has been sent yet"
                  description="Activate a scenario with a webhook. Every order created from then on appears here as a delivery."
                  action={
                    <Link href="/scenarios" className={buttonStyles({ variant: "primary" })}>
                      Go to scenarios
                    </Link>
                  }
                />
              )}
            </WideRow>
          ) : null}
          {items.map((delivery) => (
            <TR key={delivery.id}>
              <TD className="pr-0">
                <Checkbox
                  aria-label={`Choose delivery ${delivery.id}`}
                  className="relative z-[1] align-middle"
                  checked={chosen.has(delivery.id)}
                  onCheckedChange={(on) => toggle(delivery.id, on === true)}
                />
              </TD>
              <DeliveryCells delivery={delivery} />
            </TR>
          ))}
        </TBody>
      </Table>
      <Pager
        paging={paging}
        nextCursor={data?.nextCursor}
        count={data?.items.length}
        noun="deliveries"
      />
    </PageFrame>
  );
}
