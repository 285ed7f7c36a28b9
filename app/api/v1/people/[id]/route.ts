import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { changeRole, removePerson } from "@/lib/people/manage-person";

export const PATCH = route("people:manage", async ({ actor, params, body }) => {
  await changeRole({ actor, id: idOf(params), input: await body() });
  return new Response(null, { status: 204 });
});

export const DELETE = route("people:manage", async ({ actor, params }) => {
  await removePerson({ actor, id: idOf(params) });
  return new Response(null, { status: 204 });
});

export { GET, POST, PUT } from "@/lib/http/method-not-allowed";
