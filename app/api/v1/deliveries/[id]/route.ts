import { getDelivery } from "@/lib/deliveries/get-delivery";
import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";

export const GET = route("read", async ({ actor, params }) =>
  getDelivery({ actor, id: idOf(params) }),
);

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
