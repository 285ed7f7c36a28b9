import { route } from "@/lib/http/route";
import { createInbox } from "@/lib/inboxes/create-inbox";
import { listInboxes } from "@/lib/inboxes/list-inboxes";

export const GET = route("read", async ({ actor, query }) => listInboxes({ actor, query }));
export const POST = route(
  "inboxes:write",
  async ({ actor, body }) => createInbox({ actor, input: await body() }),
  201,
);

export { DELETE, PATCH, PUT } from "@/lib/http/method-not-allowed";
