import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { markRead } from "@/lib/notifications/read-marks";

export const POST = route("read", async ({ actor, params }) =>
  markRead({ actor, id: idOf(params) }),
);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
