import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { deactivateScenario } from "@/lib/scenarios/deactivate-scenario";

export const POST = route("scenarios:write", async ({ actor, params }) =>
  deactivateScenario({ actor, id: idOf(params) }),
);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
