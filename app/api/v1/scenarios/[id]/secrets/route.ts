import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { listSecrets } from "@/lib/secrets/list-secrets";

export const GET = route("read", async ({ actor, params }) =>
  listSecrets({ actor, scenarioId: idOf(params) }),
);

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
