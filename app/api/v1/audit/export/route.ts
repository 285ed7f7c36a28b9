import { exportAudit } from "@/lib/audit/export-audit";
import { route } from "@/lib/http/route";

export const GET = route("audit:export", async ({ actor, query, requestId }) => {
  const { type, fileName, content } = await exportAudit({ actor, query });
  return new Response(content, {
    headers: {
      "content-type": type,
      "content-disposition": `attachment; filename="${fileName}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "x-request-id": requestId,
    },
  });
});

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
