import { cancelDelivery } from "@/lib/deliveries/cancel-delivery";
import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";

export const POST = route("deliveries:write", async ({ actor, params }) =>
  cancelDelivery({ actor, id: idOf(params) }),
);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
