import "server-only";
import { csvHead, csvLine } from "@/lib/audit/csv";
import { exportAuditSchema } from "@/lib/audit/schemas";
import { auditViews } from "@/lib/audit/view";
import { auditWhere } from "@/lib/audit/where";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { requirePermission } from "@/lib/auth/permissions";
import { db } from "@/lib/db";
import { parseInput } from "@/lib/http/problem";
import { newId } from "@/lib/ids";

const BATCH = 500;

const FORMATS = {
  csv: { type: "text/csv; charset=utf-8; header=present", head: csvHead, line: csvLine },
  ndjson: { type: "application/x-ndjson; charset=utf-8", head: "", line: JSON.stringify },
} as const;

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
}): Promise<{ type: string; fileName: string; content: ReadableStream<Uint8Array> }> {
  requirePermission(actor, "audit:export");
  const { format, ...filter } = parseInput(exportAuditSchema, query);
  const where = auditWhere(filter);
  const { type, head, line } = FORMATS[format];
  const encoder = new TextEncoder();
  // What is written from now on is not of this file, however long it takes.
  let before = newId("audit");
  await writeAudit(db(), {
    actor,
    action: "audit.exported",
    targetType: "instance",
    targetId: "audit",
    detail: { format, ...filter },
  });
  const content = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        if (head !== "") controller.enqueue(encoder.encode(head));
      },
      async pull(controller) {
        const rows = await db().auditEntry.findMany({
          where: { AND: [where, { id: { lt: before } }] },
          orderBy: { id: "desc" },
          take: BATCH,
        });
        before = rows.at(-1)?.id ?? before;
        const text = (await auditViews(rows)).map((entry) => `${line(entry)}\n`).join("");
        if (text !== "") controller.enqueue(encoder.encode(text));
        if (rows.length < BATCH) controller.close();
      },
    },
    { highWaterMark: 1 },
  );
  const day = new Date().toISOString().slice(0, 10);
  return { type, fileName: `audit-${day}.${format}`, content };
}
