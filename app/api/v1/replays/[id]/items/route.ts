import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { listReplayItems } from "@/lib/replays/list-replay-items";

export const GET = route("read", async ({ actor, params, query }) =>
  listReplayItems({ actor, id: idOf(params), query }),
);

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
