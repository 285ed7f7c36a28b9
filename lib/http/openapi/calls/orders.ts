import { type ApiCall, page } from "@/lib/http/openapi/calls/call";
import {
  createOrderSchema,
  listOrdersSchema,
  orderDetailSchema,
  orderSchema,
} from "@/lib/orders/schemas";

export const orderCalls: ApiCall[] = [
  {
    call: "GET /api/v1/orders",
    summary: "List orders, newest first",
    query: listOrdersSchema,
    answer: page(orderSchema),
  },
  {
    call: "POST /api/v1/orders",
    needs: "orders:write",
    summary: "Create an order",
    status: 201,
    headers: {
      "Idempotency-Key":
        "A repeat within 7 days with the same key and body gets the first answer; another body gets a 409.",
      "X-Webhook-Id":
        "Of the webhook that the order follows from, so that a loop of webhooks and orders is stopped.",
    },
    body: createOrderSchema,
    answer: orderSchema,
  },
  {
    call: "POST /api/v1/orders/mock",
    needs: "orders:write",
    summary: "Create an order with made-up content",
    status: 201,
    answer: orderSchema,
  },
  {
    call: "GET /api/v1/orders/{id}",
    summary: "An order with its trace",
    answer: orderDetailSchema,
  },
];
