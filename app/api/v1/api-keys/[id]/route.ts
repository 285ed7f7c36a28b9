import { revokeApiKey } from "@/lib/auth/api-keys/revoke";
import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";

export const DELETE = route("keys:manage", async ({ actor, params }) => {
  await revokeApiKey({ actor, id: idOf(params) });
  return new Response(null, { status: 204 });
});

export { GET, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
