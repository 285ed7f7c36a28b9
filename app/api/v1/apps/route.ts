import { listApps } from "@/lib/apps/list-apps";
import { route } from "@/lib/http/route";

export const GET = route("read", async () => listApps());

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
