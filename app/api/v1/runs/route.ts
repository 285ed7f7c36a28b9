import { route } from "@/lib/http/route";
import { listRuns } from "@/lib/runs/list-runs";

export const GET = route("read", async ({ actor, query }) => listRuns({ actor, query }));

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
