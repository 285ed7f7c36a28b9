"use client";

import { ShoppingCart } from "lucide-react";
import { Allowed } from "@/components/access";
import { type Order, orderKeys } from "@/components/api";
import { CreateOrderDialog } from "@/components/orders/create-order-dialog";
import { MockOrderButton } from "@/components/orders/mock-order-button";
import { OrderBadge } from "@/components/orders/order-badges";
import { amount } from "@/components/orders/words";
import { FilterBar } from "@/components/shell/filter-controls";
import { parseAsFilter, timeParsers } from "@/components/shell/list-filters";
import { type Column, from, ListTable } from "@/components/shell/list-table";
import { PageFrame } from "@/components/shell/page";
import { SearchInput } from "@/components/shell/search-input";
import { TimeFilter } from "@/components/shell/time-filter";
import { UnknownFilters } from "@/components/shell/unknown-filters";
import { useFilteredPage, useListFilters } from "@/components/shell/use-list-filters";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { RowLink } from "@/components/ui/row-link";
import { TD, TR } from "@/components/ui/table";
import { listOrdersSchema } from "@/lib/orders/schemas";

const columns: readonly Column[] = [
  { title: "Order" },
  { title: "Customer", className: from.md },
  { title: "Email", className: from.lg },
  { title: "Items", align: "right", className: from.xl },
  { title: "Total", align: "right", className: from.sm },
  { title: "Payment", className: from.lg },
  { title: "Status" },
  { title: "Runs", align: "right", className: from.xl },
  { title: "Age" },
];

const parsers = { ...timeParsers, q: parseAsFilter(listOrdersSchema.shape.q) };

function OrderRow({ order }: { order: Order }) {
  const pieces = order.items.reduce((sum, item) => sum + item.quantity, 0);
  return (
    <TR>
      <TD>
        <RowLink href={`/orders/${order.id}`} className="font-mono text-xs">
          {order.orderId}
        </RowLink>
      </TD>
      <TD className={`${from.md} max-w-48 truncate`}>
        {order.customerInfo.firstName} {order.customerInfo.lastName}
      </TD>
      <TD className={`${from.lg} max-w-56 truncate`} title={order.email}>
        {order.email}
      </TD>
      <TD className={`${from.xl} text-right`}>{pieces}</TD>
      <TD className={`${from.sm} text-right`}>{amount(order.total)}</TD>
      <TD className={from.lg}>
        <OrderBadge status={order.paymentStatus} />
      </TD>
      <TD>
        <OrderBadge status={order.status} />
      </TD>
      <TD className={`${from.xl} text-right`}>{order.runIds.length}</TD>
      <TD className="min-w-24 text-muted">
        <RelativeTime value={order.createdAt} className="relative z-[1]" />
      </TD>
    </TR>
  );
}

export function OrdersScreen() {
  const { filters, set, paging, active } = useListFilters(parsers);
  const list = useFilteredPage<Order>({
    path: "/api/v1/orders",
    queryKey: orderKeys.list,
    filters,
    cursor: paging.cursor,
    refreshMs: () => 5000,
  });
  return (
    <PageFrame
      title="Orders"
      description="What was bought in the portal. Each new order is one order.created event for the scenarios."
      actions={
        <>
          <MockOrderButton />
          <Allowed to="orders:write">
            <CreateOrderDialog />
          </Allowed>
        </>
      }
    >
      <FilterBar active={active} onClear={() => set(null)}>
        <SearchInput
          label="Search orders"
          placeholder="Order number, id or email"
          value={filters.q ?? ""}
          onChange={(q) => set({ q: q || null })}
          className="w-full sm:w-72"
        />
        <TimeFilter filters={filters} onChange={set} />
      </FilterBar>
      <UnknownFilters filters={filters} />
      <ListTable
        noun="orders"
        columns={columns}
        list={list}
        paging={paging}
        isFiltered={active}
        onClear={() => set(null)}
        empty={
          <EmptyState
            icon={ShoppingCart}
            title="No orders yet"
            description="Orders arrive over the REST API. To see what happens with one, create a mock order: it takes the very same way."
            action={<MockOrderButton variant="primary" />}
          />
        }
      >
        {(order) => <OrderRow key={order.id} order={order} />}
      </ListTable>
    </PageFrame>
  );
}
