import type { OrderModel as Order } from "@/lib/generated/prisma/models/Order";
import { customerOf, itemsOf } from "@/lib/orders/payload";
import type { OrderView } from "@/lib/orders/schemas";

/** An order as the API shows it. */
export function orderView(order: Order, eventId: string | null, runIds: string[]): OrderView {
  return {
    id: order.id,
    orderId: order.number,
    email: order.email,
    customerInfo: customerOf(order),
    items: itemsOf(order),
    total: Number(order.totalCents) / 100,
    paymentStatus: order.paymentStatus,
    status: order.status,
    createdAt: order.createdAt.toISOString(),
    eventId,
    runIds,
  };
}
