import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { testScenario } from "@/lib/scenarios/test-scenario";

export const POST = route(
  "scenarios:write",
  async ({ actor, params, body }) => testScenario({ actor, id: idOf(params), input: await body() }),
  202,
);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
