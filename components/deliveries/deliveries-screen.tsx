"use client";

import { keepPreviousData } from "@tanstack/react-query";
import { RotateCw, Send } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { apiFetch, type Delivery, deliveryKeys, type Page } from "@/components/api";
import { useLiveQuery } from "@/components/api/use-live-query";
import { BulkBar } from "@/components/deliveries/bulk-bar";
import { DeliveryCells, deliveryColumns } from "@/components/deliveries/delivery-row";
import { DeliveryFilters } from "@/components/deliveries/filters";
import { useDeliveryFilters } from "@/components/deliveries/use-filters";
import { isInProgress } from "@/components/deliveries/words";
import { ColumnMenu } from "@/components/shell/column-menu";
import { ExportMenu } from "@/components/shell/export-menu";
import { apiFilters } from "@/components/shell/list-filters";
import { NewRows } from "@/components/shell/list-states";
import { ListTable } from "@/components/shell/list-table";
import { ownRows } from "@/components/shell/own-rows";
import { PageFrame } from "@/components/shell/page";
import { UnknownFilters } from "@/components/shell/unknown-filters";
import { useCursor } from "@/components/shell/use-cursor";
import { useHiddenColumns } from "@/components/shell/use-hidden-columns";
import { useSteadyPage } from "@/components/shell/use-steady-page";
import { FailingBanner } from "@/components/targets/failing-banner";
import { buttonStyles } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { EmptyState } from "@/components/ui/empty-state";
import { TD, TH, TR } from "@/components/ui/table";
import { EXPORT_FORMATS } from "@/lib/deliveries/schemas";

export function DeliveriesScreen() {
  const state = useDeliveryFilters();
  const paging = useCursor();
  const [hidden, setHidden] = useHiddenColumns("deliveries");
  const columns = deliveryColumns.filter(({ key }) => !hidden.includes(key));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());

  const query = useLiveQuery({
    queryKey: deliveryKeys.list({ ...state.filters, cursor: paging.cursor }),
    queryFn: ({ signal }) => apiFetch<Page<Delivery>>(state.path(paging.cursor), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data: page } }) => (page?.items.some(isInProgress) ? 2000 : 5000),
  });
  const list = ownRows(query);
  const steady = useSteadyPage(list.data, {
    listKey: `${state.search} ${paging.cursor ?? ""}`,
    isHeld: chosen.size > 0,
  });
  const items = steady.page?.items ?? [];
  const picked = items.filter(({ id }) => chosen.has(id));

  const toggle = (id: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(id);
    else next.delete(id);
    setChosen(next);
  };

  return (
    <PageFrame
      title="Deliveries"
      description="Every webhook that was sent or is on its way."
      actions={
        <>
          <Link href="/deliveries/replays" className={buttonStyles()}>
            <RotateCw aria-hidden />
            Replays
          </Link>
          <ColumnMenu columns={deliveryColumns} hidden={hidden} onChange={setHidden} />
          <ExportMenu
            path="/api/v1/deliveries/export"
            formats={EXPORT_FORMATS}
            filters={state.filters}
          />
        </>
      }
    >
      <FailingBanner />
      <DeliveryFilters state={state} onChanged={paging.reset} />
      <UnknownFilters filters={state.filters} />
      <ListTable
        noun="deliveries"
        columns={columns}
        list={{ ...list, data: steady.page }}
        area={steady.area}
        above={<NewRows count={steady.newCount} noun="deliveries" onShow={steady.showNew} />}
        paging={paging}
        isFiltered={state.active}
        onClear={() => {
          paging.reset();
          void state.clear();
        }}
        below={
          <BulkBar
            key={state.search}
            chosen={picked}
            isWholePage={picked.length === items.length}
            hasMore={Boolean(steady.page?.nextCursor ?? steady.page?.prevCursor)}
            filters={() => apiFilters(state.filters)}
            onDone={() => setChosen(new Set())}
          />
        }
        empty={
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
        }
        leadingHead={
          <TH className="w-7 pr-0">
            <Checkbox
              aria-label="Choose all on this page"
              disabled={items.length === 0}
              checked={
                picked.length === 0
                  ? false
                  : picked.length === items.length
                    ? true
                    : "indeterminate"
              }
              onCheckedChange={(on) =>
                setChosen(new Set(on === true ? items.map(({ id }) => id) : []))
              }
            />
          </TH>
        }
      >
        {(delivery) => (
          <TR key={delivery.id}>
            <TD className="pr-0">
              <Checkbox
                aria-label={`Choose delivery ${delivery.id}`}
                className="relative z-[1] align-middle"
                checked={chosen.has(delivery.id)}
                onCheckedChange={(on) => toggle(delivery.id, on === true)}
              />
            </TD>
            <DeliveryCells delivery={delivery} columns={columns} search={state.search} />
          </TR>
        )}
      </ListTable>
    </PageFrame>
  );
}
