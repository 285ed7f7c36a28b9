import "server-only";
import { csvColumns } from "@/lib/audit/csv";
import { exportAuditSchema } from "@/lib/audit/schemas";
import { auditViews } from "@/lib/audit/view";
import { auditWhere } from "@/lib/audit/where";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { requirePermission } from "@/lib/auth/permissions";
import { db } from "@/lib/db";
import { type ExportFile, exportStream } from "@/lib/http/export-stream";
import { parseInput } from "@/lib/http/problem";
import { newId } from "@/lib/ids";

/**
 * The entries that filters ask for, newest first, as a file that is written while it is read. That it
 * was taken is an entry as well, which is in none of its own files.
 */
export async function exportAudit({
  actor,
  query,
}: {
  actor: Actor;
  query: unknown;
}): Promise<ExportFile> {
  requirePermission(actor, "audit:export");
  const { format, ...filter } = parseInput(exportAuditSchema, query);
  const where = auditWhere(filter);
  // What is written from now on is not of this file, however long it takes.
  const taken = newId("audit");
  await writeAudit(db(), {
    actor,
    action: "audit.exported",
    targetType: "instance",
    targetId: "audit",
    detail: { format, ...filter },
  });
  return exportStream({
    name: "audit",
    format,
    columns: csvColumns,
    before: taken,
    nextPage: ({ before, take }) =>
      db().auditEntry.findMany({
        where: { AND: [where, { id: { lt: before } }] },
        orderBy: { id: "desc" },
        take,
      }),
    views: auditViews,
  });
}
