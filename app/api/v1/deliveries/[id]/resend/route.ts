import { resendDelivery } from "@/lib/deliveries/resend-delivery";
import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";

export const POST = route(
  "deliveries:write",
  async ({ actor, params }) => resendDelivery({ actor, id: idOf(params) }),
  202,
);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
