import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { testWebhook } from "@/lib/scenarios/test-webhook";

export const POST = route("scenarios:write", async ({ actor, params, body }) =>
  testWebhook({ actor, id: idOf(params), input: await body() }),
);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
