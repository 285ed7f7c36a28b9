import { endOtherSessions } from "@/lib/account/sessions";
import { route } from "@/lib/http/route";

export const POST = route("account", async ({ actor, request }) =>
  endOtherSessions({ actor, headers: request.headers }),
);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
