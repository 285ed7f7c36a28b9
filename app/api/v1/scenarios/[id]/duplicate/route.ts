import { idOf, prefersLenient } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { duplicateScenario } from "@/lib/scenarios/duplicate-scenario";

export const POST = route(
  "scenarios:write",
  async ({ actor, params, body, request }) =>
    duplicateScenario({
      actor,
      id: idOf(params),
      input: await body(),
      lenient: prefersLenient(request),
    }),
  201,
);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
