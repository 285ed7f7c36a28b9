import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { listMissed } from "@/lib/missed/list-missed";

export const GET = route("read", async ({ actor, params, query }) =>
  listMissed({ actor, scenarioId: idOf(params), query }),
);

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
