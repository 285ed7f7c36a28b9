import { route } from "@/lib/http/route";
import { createReplay } from "@/lib/replays/create-replay";
import { listReplays } from "@/lib/replays/list-replays";

export const GET = route("read", async ({ actor, query }) => listReplays({ actor, query }));
export const POST = route(
  "deliveries:write",
  async ({ actor, body, request }) =>
    createReplay({
      actor,
      input: await body(),
      idempotencyKey: request.headers.get("idempotency-key"),
    }),
  201,
);

export { DELETE, PATCH, PUT } from "@/lib/http/method-not-allowed";
