import { revokeApiKey } from "@/lib/auth/api-keys/revoke";
import { route } from "@/lib/http/route";

export const DELETE = route(async ({ actor, params }) => {
  await revokeApiKey({ actor, id: params.id ?? "" });
  return new Response(null, { status: 204 });
});
