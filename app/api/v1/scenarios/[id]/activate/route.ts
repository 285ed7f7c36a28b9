import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { activateScenario } from "@/lib/scenarios/activate-scenario";

export const POST = route("scenarios:write", async ({ actor, params, body }) =>
  activateScenario({ actor, id: idOf(params), input: await body() }),
);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
