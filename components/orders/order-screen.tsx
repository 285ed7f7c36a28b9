"use client";

import Link from "next/link";
import { apiFetch, type OrderDetail, orderKeys } from "@/components/api";
import { useLiveQuery } from "@/components/api/use-live-query";
import { OrderBadge } from "@/components/orders/order-badges";
import { OrderTraceView } from "@/components/orders/order-trace";
import { amount } from "@/components/orders/words";
import { DetailError, DetailSkeleton } from "@/components/shell/detail-states";
import { DocumentTitle } from "@/components/shell/document-title";
import { EmailText } from "@/components/shell/email-text";
import { Facts } from "@/components/shell/facts";
import { StaleNote } from "@/components/shell/list-states";
import { PageFrame, Section } from "@/components/shell/page";
import { buttonStyles } from "@/components/ui/button";
import { Mono } from "@/components/ui/mono";
import { RelativeTime } from "@/components/ui/relative-time";
import { Table, TBody, TD, TH, THead } from "@/components/ui/table";

const UNDER_WAY = ["pending", "sending", "retrying", "running"];

function underWay(order: OrderDetail): boolean {
  if (!order.trace.event?.routedAt) return true;
  return order.trace.runs.some(
    (run) =>
      UNDER_WAY.includes(run.status) ||
      run.deliveries.some((delivery) => UNDER_WAY.includes(delivery.status)),
  );
}

export function OrderScreen({ id }: { id: string }) {
  const { data, error, isPending, refetch } = useLiveQuery({
    queryKey: orderKeys.detail(id),
    queryFn: ({ signal }) =>
      apiFetch<OrderDetail>(`/api/v1/orders/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: ({ state }) => (state.data && underWay(state.data) ? 2000 : 5000),
  });
  if (isPending) return <DetailSkeleton what="the order" />;
  if (!data) {
    return (
      <DetailError
        what="order"
        listHref="/orders"
        listLabel="All orders"
        error={error}
        onRetry={refetch}
      />
    );
  }
  const { customerInfo } = data;
  return (
    <PageFrame
      back={{ href: "/orders", label: "Orders" }}
      title={
        <span className="flex flex-wrap items-center gap-2">
          {data.orderId}
          <OrderBadge status={data.status} />
        </span>
      }
      actions={
        <Link href={`/deliveries?q=${encodeURIComponent(data.orderId)}`} className={buttonStyles()}>
          All its deliveries
        </Link>
      }
    >
      <DocumentTitle>{`${data.orderId} · Order`}</DocumentTitle>
      <StaleNote error={error} />
      <Facts
        items={[
          ["Customer", `${customerInfo.firstName} ${customerInfo.lastName}`],
          ["Email", <EmailText key="v" value={data.email} />],
          customerInfo.phone ? ["Phone", customerInfo.phone] : null,
          ["Payment", <OrderBadge key="v" status={data.paymentStatus} />],
          [
            "Total",
            <span key="v" className="font-medium tabular-nums">
              {amount(data.total)}
            </span>,
          ],
          ["Created", <RelativeTime key="v" value={data.createdAt} />],
          ["Id", <Mono key="v" value={data.id} max={16} copy copyLabel="Copy order id" />],
        ]}
      />
      <OrderTraceView trace={data.trace} />
      <Section title="Items">
        <Table label="Items">
          <THead>
            <tr>
              <TH>Name</TH>
              <TH>SKU</TH>
              <TH className="text-right">Quantity</TH>
              <TH className="text-right">Price</TH>
              <TH className="text-right">Sum</TH>
            </tr>
          </THead>
          <TBody>
            {data.items.map((item, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the items of an order never change
              <tr key={index}>
                <TD className="whitespace-normal">{item.name}</TD>
                <TD>
                  {item.sku ? <Mono value={item.sku} /> : <span className="text-muted">–</span>}
                </TD>
                <TD className="text-right">{item.quantity}</TD>
                <TD className="text-right">{amount(item.price)}</TD>
                <TD className="text-right">{amount(item.price * item.quantity)}</TD>
              </tr>
            ))}
          </TBody>
        </Table>
      </Section>
    </PageFrame>
  );
}
