import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { listDraftAuthors } from "@/lib/scenarios/list-draft-authors";

export const GET = route("read", async ({ actor, params }) =>
  listDraftAuthors({ actor, id: idOf(params) }),
);

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
