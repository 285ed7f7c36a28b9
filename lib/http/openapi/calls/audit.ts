import {
  auditActorSchema,
  auditEntrySchema,
  exportAuditSchema,
  listAuditSchema,
} from "@/lib/audit/schemas";
import { type ApiCall, all, page } from "@/lib/http/openapi/calls/call";

export const auditCalls: ApiCall[] = [
  {
    call: "GET /api/v1/audit",
    needs: "audit:read",
    summary: "Who did what to which thing, from where; newest first (with a session only)",
    query: listAuditSchema,
    answer: page(auditEntrySchema),
  },
  {
    call: "GET /api/v1/audit/actors",
    needs: "audit:read",
    summary: "Those of whom there may be entries (with a session only)",
    answer: all(auditActorSchema),
  },
  {
    call: "GET /api/v1/audit/export",
    needs: "audit:export",
    summary:
      "All entries that match, newest first, streamed as NDJSON or CSV (with an owner's session only)",
    query: exportAuditSchema,
    answerTypes: ["application/x-ndjson", "text/csv"],
  },
];
