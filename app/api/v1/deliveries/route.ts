import { listDeliveries } from "@/lib/deliveries/list-deliveries";
import { route } from "@/lib/http/route";

export const GET = route("read", async ({ actor, query }) => listDeliveries({ actor, query }));

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
