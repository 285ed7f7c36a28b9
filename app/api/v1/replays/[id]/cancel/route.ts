import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { cancelReplay } from "@/lib/replays/cancel-replay";

export const POST = route("deliveries:write", async ({ actor, params }) =>
  cancelReplay({ actor, id: idOf(params) }),
);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
