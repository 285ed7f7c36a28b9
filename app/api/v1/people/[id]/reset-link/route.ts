import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { makeResetLink } from "@/lib/people/manage-person";

export const POST = route(
  "people:manage",
  async ({ actor, params }) => makeResetLink({ actor, id: idOf(params) }),
  201,
);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
