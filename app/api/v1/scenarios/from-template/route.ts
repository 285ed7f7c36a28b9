import { route } from "@/lib/http/route";
import { createFromTemplate } from "@/lib/scenarios/create-from-template";

export const POST = route(
  "scenarios:write",
  async ({ actor, body }) => createFromTemplate({ actor, input: await body() }),
  201,
);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
