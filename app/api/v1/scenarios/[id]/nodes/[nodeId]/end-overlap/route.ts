import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { endOverlap } from "@/lib/secrets/end-overlap";

export const POST = route("scenarios:write", async ({ actor, params }) =>
  endOverlap({ actor, scenarioId: idOf(params), nodeId: params.nodeId ?? "" }),
);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
