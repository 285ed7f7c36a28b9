import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { checkMessage } from "@/lib/inboxes/check-message";

export const POST = route("read", async ({ actor, params, body }) =>
  checkMessage({
    actor,
    inboxId: idOf(params),
    messageId: params.messageId ?? "",
    input: await body(),
  }),
);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
