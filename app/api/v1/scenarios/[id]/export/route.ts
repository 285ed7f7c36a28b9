import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { exportScenario } from "@/lib/scenarios/export-scenario";

export const GET = route("read", async ({ actor, params }) =>
  exportScenario({ actor, id: idOf(params) }),
);

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
