import { objectBody } from "@/lib/auth/object-body";
import { route } from "@/lib/http/route";
import { createInbox } from "@/lib/inboxes/create-inbox";
import { listInboxes } from "@/lib/inboxes/list-inboxes";

export const GET = route(({ actor, query }) =>
  listInboxes({ actor, limit: query.limit, cursor: query.cursor }),
);

export const POST = route(
  async ({ actor, body }) => createInbox({ ...objectBody(await body()), actor }),
  201,
);
