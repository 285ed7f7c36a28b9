import { objectBody } from "@/lib/auth/object-body";
import { route } from "@/lib/http/route";
import { deleteInbox } from "@/lib/inboxes/delete-inbox";
import { getInbox } from "@/lib/inboxes/get-inbox";
import { updateInbox } from "@/lib/inboxes/update-inbox";

export const GET = route(({ actor, params }) => getInbox({ actor, id: params.id ?? "" }));

export const PATCH = route(async ({ actor, params, body }) =>
  updateInbox({ ...objectBody(await body(), ["actor", "id"]), actor, id: params.id ?? "" }),
);

export const DELETE = route(async ({ actor, params }) => {
  await deleteInbox({ actor, id: params.id ?? "" });
  return new Response(null, { status: 204 });
});
