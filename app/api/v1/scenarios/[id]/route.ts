import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { deleteScenario } from "@/lib/scenarios/delete-scenario";
import { getScenario } from "@/lib/scenarios/get-scenario";
import { renameScenario } from "@/lib/scenarios/rename-scenario";

export const GET = route("read", async ({ actor, params }) =>
  getScenario({ actor, id: idOf(params) }),
);
export const PATCH = route("scenarios:write", async ({ actor, params, body }) =>
  renameScenario({ actor, id: idOf(params), input: await body() }),
);
export const DELETE = route("scenarios:write", async ({ actor, params }) => {
  await deleteScenario({ actor, id: idOf(params) });
  return new Response(null, { status: 204 });
});

export { POST, PUT } from "@/lib/http/method-not-allowed";
