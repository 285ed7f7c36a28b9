import { cancelDelivery } from "@/lib/deliveries/cancel-delivery";
import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";

export const POST = route(async ({ actor, params }) => cancelDelivery({ actor, id: idOf(params) }));
