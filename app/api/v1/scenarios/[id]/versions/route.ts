import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { listVersions } from "@/lib/scenarios/list-versions";

export const GET = route("read", async ({ actor, params, query }) =>
  listVersions({ actor, id: idOf(params), query }),
);

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
