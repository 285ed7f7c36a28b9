import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { sendMissed } from "@/lib/missed/send-missed";

export const POST = route(
  "deliveries:write",
  async ({ actor, params, body }) =>
    sendMissed({ actor, scenarioId: idOf(params), input: await body() }),
  202,
);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
