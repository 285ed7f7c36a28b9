import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { signOutPerson } from "@/lib/people/manage-person";

export const POST = route("people:manage", async ({ actor, params }) => {
  await signOutPerson({ actor, id: idOf(params) });
  return new Response(null, { status: 204 });
});

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
