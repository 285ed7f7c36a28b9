import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { resumeTarget } from "@/lib/targets/resume-target";

export const POST = route("deliveries:write", async ({ actor, params }) =>
  resumeTarget({ actor, scenarioId: idOf(params), nodeId: params.nodeId ?? "" }),
);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
