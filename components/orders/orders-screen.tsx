"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ShoppingCart } from "lucide-react";
import { parseAsString, useQueryState } from "nuqs";
import { apiFetch, type Order, orderKeys, type Page, query } from "@/components/api";
import { CreateOrderDialog } from "@/components/orders/create-order-dialog";
import { MockOrderButton } from "@/components/orders/mock-order-button";
import { OrderBadge } from "@/components/orders/order-badges";
import { amount } from "@/components/orders/words";
import { NothingMatches, StaleNote, WideRow } from "@/components/shell/list-states";
import { PageFrame } from "@/components/shell/page";
import { Pager } from "@/components/shell/pager";
import { SearchInput } from "@/components/shell/search-input";
import { useCursor } from "@/components/shell/use-cursor";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { RowLink } from "@/components/ui/row-link";
import { LoadingNote, SkeletonRows } from "@/components/ui/skeleton";
import { Table, TBody, TD, TH, THead, TR } from "@/components/ui/table";

const columns = [
  "Order",
  "Customer",
  "Email",
  "Items",
  "Total",
  "Payment",
  "Status",
  "Runs",
  "Age",
];
const rightAligned = new Set(["Items", "Total", "Runs"]);

function OrderRow({ order }: { order: Order }) {
  const pieces = order.items.reduce((sum, item) => sum + item.quantity, 0);
  return (
    <TR>
      <TD>
        <RowLink href={`/orders/${order.id}`} className="font-mono text-xs">
          {order.orderId}
        </RowLink>
      </TD>
      <TD className="max-w-48 truncate">
        {order.customerInfo.firstName} {order.customerInfo.lastName}
      </TD>
      <TD className="max-w-56 truncate" title={order.email}>
        {order.email}
      </TD>
      <TD className="text-right">{pieces}</TD>
      <TD className="text-right">{amount(order.total)}</TD>
      <TD>
        <OrderBadge status={order.paymentStatus} />
      </TD>
      <TD>
        <OrderBadge status={order.status} />
      </TD>
      <TD className="text-right">{order.runIds.length}</TD>
      <TD className="min-w-24 text-muted">
        <RelativeTime value={order.createdAt} className="relative z-[1]" />
      </TD>
    </TR>
  );
}

export function OrdersScreen() {
  const [q, setQ] = useQueryState("q", parseAsString);
  const paging = useCursor();
  const params = { q, cursor: paging.cursor };
  const { data, error, isPending, refetch } = useQuery({
    queryKey: orderKeys.list(params),
    queryFn: ({ signal }) => apiFetch<Page<Order>>(`/api/v1/orders${query(params)}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 5000,
  });
  const search = (text: string) => {
    paging.reset();
    void setQ(text || null);
  };
  return (
    <PageFrame
      title="Orders"
      description="What was bought in the portal. Each new order states one order.created event."
      actions={
        <>
          <MockOrderButton />
          <CreateOrderDialog />
        </>
      }
    >
      <search aria-label="Filters">
        <SearchInput
          label="Search orders"
          placeholder="Order number, id or email"
          value={q ?? ""}
          onChange={search}
          className="w-full sm:w-72"
        />
      </search>
      {data ? <StaleNote error={error} /> : null}
      {isPending ? <LoadingNote what="orders" /> : null}
      <Table label="Orders">
        <THead>
          <tr>
            {columns.map((column) => (
              <TH key={column} className={rightAligned.has(column) ? "text-right" : undefined}>
                {column}
              </TH>
            ))}
          </tr>
        </THead>
        <TBody aria-busy={isPending}>
          {isPending ? <SkeletonRows columns={columns.length} /> : null}
          {!data && error ? (
            <WideRow columns={columns.length}>
              <ErrorState title="The orders could not be loaded" error={error} onRetry={refetch} />
            </WideRow>
          ) : null}
          {data && data.items.length === 0 ? (
            <WideRow columns={columns.length}>
              {q || paging.cursor ? (
                <NothingMatches noun="orders" onClear={() => search("")} />
              ) : (
                <EmptyState
                  icon={ShoppingCart}
                  title="No orders yet"
                  description="Orders arrive over the REST API. To see what happens with one, create a mock order: it takes the very same way."
                  action={<MockOrderButton variant="primary" />}
                />
              )}
            </WideRow>
          ) : null}
          {data?.items.map((order) => (
            <OrderRow key={order.id} order={order} />
          ))}
        </TBody>
      </Table>
      <Pager
        paging={paging}
        nextCursor={data?.nextCursor}
        count={data?.items.length}
        noun="orders"
      />
    </PageFrame>
  );
}
