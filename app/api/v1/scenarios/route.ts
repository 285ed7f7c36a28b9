import { prefersLenient } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { createScenario } from "@/lib/scenarios/create-scenario";
import { listScenarios } from "@/lib/scenarios/list-scenarios";

export const GET = route("read", async ({ actor, query }) => listScenarios({ actor, query }));
export const POST = route(
  "scenarios:write",
  async ({ actor, body, request }) =>
    createScenario({ actor, input: await body(), lenient: prefersLenient(request) }),
  201,
);

export { DELETE, PATCH, PUT } from "@/lib/http/method-not-allowed";
