import { idOf, prefersLenient } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { saveOperations } from "@/lib/scenarios/save-operations";

export const POST = route("scenarios:write", async ({ actor, params, body, request }) =>
  saveOperations({
    actor,
    id: idOf(params),
    input: await body(),
    lenient: prefersLenient(request),
  }),
);

export { DELETE, GET, PATCH, PUT } from "@/lib/http/method-not-allowed";
