import { route } from "@/lib/http/route";
import { getOverview } from "@/lib/instance/overview";

export const GET = route("read", async ({ actor, query }) => getOverview({ actor, query }));

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
