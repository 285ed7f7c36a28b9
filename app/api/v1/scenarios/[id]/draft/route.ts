import { idOf, prefersLenient } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { saveDraft } from "@/lib/scenarios/save-draft";

export const PUT = route("scenarios:write", async ({ actor, params, body, request }) =>
  saveDraft({ actor, id: idOf(params), input: await body(), lenient: prefersLenient(request) }),
);

export { DELETE, GET, PATCH, POST } from "@/lib/http/method-not-allowed";
