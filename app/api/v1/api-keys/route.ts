import { createApiKey } from "@/lib/auth/api-keys/create";
import { listApiKeys } from "@/lib/auth/api-keys/list";
import { route } from "@/lib/http/route";

export const GET = route("keys:manage", async ({ actor }) => listApiKeys({ actor }));
export const POST = route(
  "keys:manage",
  async ({ actor, body }) => createApiKey({ actor, input: await body() }),
  201,
);

export { DELETE, PATCH, PUT } from "@/lib/http/method-not-allowed";
