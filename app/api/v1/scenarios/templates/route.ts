import { route } from "@/lib/http/route";
import { listTemplates } from "@/lib/scenarios/list-templates";

export const GET = route("read", async () => listTemplates());

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
