import { route } from "@/lib/http/route";
import { importScenario } from "@/lib/scenarios/import-scenario";

export const POST = route(
  "scenarios:write",
  async ({ actor, body }) => importScenario({ actor, input: await body() }),
  201,
);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
