import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { listMessages } from "@/lib/inboxes/list-messages";

export const GET = route(async ({ actor, params, query }) =>
  listMessages({ actor, inboxId: idOf(params), query }),
);

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
