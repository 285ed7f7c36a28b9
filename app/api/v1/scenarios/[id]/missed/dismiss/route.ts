import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { dismissMissed } from "@/lib/missed/dismiss-missed";

export const POST = route("deliveries:write", async ({ actor, params, body }) =>
  dismissMissed({ actor, scenarioId: idOf(params), input: await body() }),
);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
