import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { switchOffTwoFactor } from "@/lib/people/manage-person";

export const DELETE = route("people:manage", async ({ actor, params }) => {
  await switchOffTwoFactor({ actor, id: idOf(params) });
  return new Response(null, { status: 204 });
});

export { GET, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
