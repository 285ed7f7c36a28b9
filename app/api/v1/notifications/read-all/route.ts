import { route } from "@/lib/http/route";
import { markAllRead } from "@/lib/notifications/read-marks";

export const POST = route("read", async ({ actor, body }) =>
  markAllRead({ actor, input: await body() }),
);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
