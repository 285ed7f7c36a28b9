import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { deleteInbox } from "@/lib/inboxes/delete-inbox";
import { getInbox } from "@/lib/inboxes/get-inbox";
import { updateInbox } from "@/lib/inboxes/update-inbox";

export const GET = route("read", async ({ actor, params }) =>
  getInbox({ actor, id: idOf(params) }),
);
export const PATCH = route("inboxes:write", async ({ actor, params, body }) =>
  updateInbox({ actor, id: idOf(params), input: await body() }),
);
export const DELETE = route("inboxes:write", async ({ actor, params }) => {
  await deleteInbox({ actor, id: idOf(params) });
  return new Response(null, { status: 204 });
});

export { POST, PUT } from "@/lib/http/method-not-allowed";
