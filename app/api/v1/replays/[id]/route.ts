import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { getReplay } from "@/lib/replays/get-replay";

export const GET = route("read", async ({ actor, params }) =>
  getReplay({ actor, id: idOf(params) }),
);

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
