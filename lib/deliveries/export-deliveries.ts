import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { csvColumns } from "@/lib/deliveries/csv";
import { exportDeliveriesSchema } from "@/lib/deliveries/schemas";
import { deliveryInclude, deliveryView } from "@/lib/deliveries/view";
import { deliveriesWhere } from "@/lib/deliveries/where";
import { type ExportFile, exportStream } from "@/lib/http/export-stream";
import { parseInput } from "@/lib/http/problem";

/**
 * The deliveries that filters ask for, newest first, as a file that is written while it is read. That
 * it was taken is in the audit log.
 */
export async function exportDeliveries({
  actor,
  query,
}: {
  actor: Actor;
  query: unknown;
}): Promise<ExportFile> {
  const input = parseInput(exportDeliveriesSchema, query);
  const where = await deliveriesWhere(input);
  // A free text may be a customer's address: the log holds who took what kind of rows, not whose.
  const { q, format, ...filter } = input;
  await writeAudit(db(), {
    actor,
    action: "deliveries.exported",
    targetType: "instance",
    targetId: "deliveries",
    detail: { format, ...filter, ...(q ? { q: "a text" } : {}) },
  });
  return exportStream({
    name: "deliveries",
    format,
    columns: csvColumns,
    nextPage: ({ before, take }) =>
      db().delivery.findMany({
        where: { AND: [where, before ? { id: { lt: before } } : {}] },
        orderBy: { id: "desc" },
        take,
        include: deliveryInclude,
        omit: { body: true },
      }),
    views: (rows) => rows.map(deliveryView),
  });
}
