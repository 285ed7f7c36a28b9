import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { leavePresence } from "@/lib/scenarios/leave-presence";
import { reportPresence } from "@/lib/scenarios/report-presence";

export const PUT = route("read", async ({ actor, params, body }) =>
  reportPresence({ actor, id: idOf(params), input: await body() }),
);
/** The tab is named in the body or, as many clients send none with DELETE, in the query. */
export const DELETE = route("read", async ({ actor, params, query, body }) => {
  await leavePresence({ actor, id: idOf(params), input: (await body()) ?? query });
  return new Response(null, { status: 204 });
});

export { GET, PATCH, POST } from "@/lib/http/method-not-allowed";
