import { listAudit } from "@/lib/audit/list-audit";
import { route } from "@/lib/http/route";

export const GET = route("audit:read", async ({ actor, query }) => listAudit({ actor, query }));

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
