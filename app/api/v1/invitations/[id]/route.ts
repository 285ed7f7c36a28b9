import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { withdrawInvitation } from "@/lib/people/invitations";

export const DELETE = route("people:manage", async ({ actor, params }) => {
  await withdrawInvitation({ actor, id: idOf(params) });
  return new Response(null, { status: 204 });
});

export { GET, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
