import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { retryRun } from "@/lib/runs/retry-run";

export const POST = route(
  "deliveries:write",
  async ({ actor, params, body }) => retryRun({ actor, id: idOf(params), input: await body() }),
  202,
);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
