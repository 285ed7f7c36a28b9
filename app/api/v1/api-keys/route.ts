import { createApiKey } from "@/lib/auth/api-keys/create";
import { listApiKeys } from "@/lib/auth/api-keys/list";
import { objectBody } from "@/lib/auth/object-body";
import { route } from "@/lib/http/route";

export const GET = route(({ actor }) => listApiKeys({ actor }));

export const POST = route(async ({ actor, body }) => {
  const { name, ...rest } = objectBody(await body());
  return createApiKey({ ...rest, name, actor });
}, 201);
