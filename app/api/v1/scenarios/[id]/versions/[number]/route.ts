import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { getVersion } from "@/lib/scenarios/get-version";

export const GET = route("read", async ({ actor, params }) =>
  getVersion({ actor, id: idOf(params), number: params.number }),
);

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
