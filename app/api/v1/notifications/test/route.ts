import { route } from "@/lib/http/route";
import { testChannel } from "@/lib/notifications/test-channel";

export const POST = route("settings:write", async ({ actor, body }) =>
  testChannel({ actor, input: await body() }),
);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
