import { listSessions } from "@/lib/account/sessions";
import { route } from "@/lib/http/route";

export const GET = route("account", async ({ actor, request }) =>
  listSessions({ actor, headers: request.headers }),
);

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
