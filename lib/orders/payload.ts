import type { OrderModel as Order } from "@/lib/generated/prisma/models/Order";

export type StoredItem = { name: string; sku?: string; quantity: number; priceCents: number };

/** Items as the API and the payload show them: prices as JSON numbers. */
export function itemsOf(order: Pick<Order, "items">) {
  return (JSON.parse(order.items) as StoredItem[]).map(({ priceCents, ...rest }) => ({
    ...rest,
    price: priceCents / 100,
  }));
}

export function customerOf(order: Pick<Order, "firstName" | "lastName" | "phone">) {
  return {
    firstName: order.firstName,
    lastName: order.lastName,
    ...(order.phone === null ? {} : { phone: order.phone }),
  };
}

/**
 * The body of an `order.created` webhook (spec: "Payload Structure"), serialised once: this very text
 * is stored, signed and sent.
 * @param timestampMs the event's time, Unix milliseconds
 */
export function orderCreatedPayload(order: Order, timestampMs: number): string {
  return JSON.stringify({
    event: "order.created",
    timestamp: timestampMs,
    data: {
      order: {
        _id: order.id,
        orderId: order.number,
        email: order.email,
        customerInfo: customerOf(order),
        items: itemsOf(order),
        total: Number(order.totalCents) / 100,
        paymentStatus: order.paymentStatus,
        status: order.status,
        createdAt: order.createdAt.getTime(),
      },
      orderId: order.id,
    },
    source: "traderlaunchpad",
    version: "1.0",
  });
}
