import { route } from "@/lib/http/route";
import { invite, listInvitations } from "@/lib/people/invitations";

export const GET = route("people:manage", async ({ actor }) => listInvitations({ actor }));
export const POST = route(
  "people:manage",
  async ({ actor, body }) => invite({ actor, input: await body() }),
  201,
);

export { DELETE, PATCH, PUT } from "@/lib/http/method-not-allowed";
