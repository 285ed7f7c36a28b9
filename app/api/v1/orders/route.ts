import { route } from "@/lib/http/route";
import { createOrder } from "@/lib/orders/create-order";
import { listOrders } from "@/lib/orders/list-orders";

export const GET = route("read", async ({ actor, query }) => listOrders({ actor, query }));
export const POST = route(
  "orders:write",
  async ({ actor, body, request }) =>
    createOrder({
      actor,
      input: await body(),
      idempotencyKey: request.headers.get("idempotency-key"),
      causedBy: request.headers.get("x-webhook-id"),
    }),
  201,
);

export { DELETE, PATCH, PUT } from "@/lib/http/method-not-allowed";
