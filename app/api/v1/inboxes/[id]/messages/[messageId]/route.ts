import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { getMessage } from "@/lib/inboxes/get-message";

export const GET = route("read", async ({ actor, params }) =>
  getMessage({ actor, inboxId: idOf(params), messageId: params.messageId ?? "" }),
);

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
