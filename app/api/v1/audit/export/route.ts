import { exportAudit } from "@/lib/audit/export-audit";
import { exportResponse } from "@/lib/http/export-stream";
import { route } from "@/lib/http/route";

export const GET = route("audit:export", async ({ actor, query, requestId }) =>
  exportResponse(await exportAudit({ actor, query }), requestId),
);

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
