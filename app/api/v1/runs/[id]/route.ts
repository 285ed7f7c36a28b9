import { idOf } from "@/lib/http/request";
import { route } from "@/lib/http/route";
import { getRun } from "@/lib/runs/get-run";

export const GET = route("read", async ({ actor, params }) => getRun({ actor, id: idOf(params) }));

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
