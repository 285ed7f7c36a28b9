import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { clearInbox } from "@/lib/inboxes/clear-inbox";
import { listMessages } from "@/lib/inboxes/list-messages";

export const GET = route("read", async ({ actor, params, query }) =>
  listMessages({ actor, inboxId: idOf(params), query }),
);
export const DELETE = route("inboxes:write", async ({ actor, params }) => {
  await clearInbox({ actor, id: idOf(params) });
  return new Response(null, { status: 204 });
});

export { PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
