import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { rotateSecret } from "@/lib/secrets/rotate-secret";

export const POST = route("scenarios:write", async ({ actor, params, body }) =>
  rotateSecret({
    actor,
    scenarioId: idOf(params),
    nodeId: params.nodeId ?? "",
    input: await body(),
  }),
);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
