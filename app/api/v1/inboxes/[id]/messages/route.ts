import { route } from "@/lib/http/route";
import { listMessages } from "@/lib/inboxes/list-messages";

export const GET = route(({ actor, params, query }) =>
  listMessages({
    actor,
    inboxId: params.id ?? "",
    limit: query.limit,
    cursor: query.cursor,
  }),
);
