import { endSession } from "@/lib/account/sessions";
import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";

export const DELETE = route("account", async ({ actor, params }) => {
  await endSession({ actor, id: idOf(params) });
  return new Response(null, { status: 204 });
});

export { GET, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
