import { route } from "@/lib/http/route";
import { checkAddress } from "@/lib/outgoing/check-address";

/** For whoever may write webhooks: what it tells of the network, a test webhook would tell, too. */
export const POST = route("scenarios:write", async ({ actor, body }) =>
  checkAddress({ actor, input: await body() }),
);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
