import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { getOrder } from "@/lib/orders/get-order";

export const GET = route("read", async ({ actor, params }) =>
  getOrder({ actor, id: idOf(params) }),
);

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
