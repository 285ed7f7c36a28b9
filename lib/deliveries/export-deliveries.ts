import "server-only";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { csvHead, csvLine } from "@/lib/deliveries/csv";
import { exportDeliveriesSchema } from "@/lib/deliveries/schemas";
import { deliveryInclude, deliveryView } from "@/lib/deliveries/view";
import { deliveriesWhere } from "@/lib/deliveries/where";
import { parseInput } from "@/lib/http/problem";

const BATCH = 500;

const FORMATS = {
  csv: { type: "text/csv; charset=utf-8; header=present", head: csvHead, line: csvLine },
  ndjson: { type: "application/x-ndjson; charset=utf-8", head: "", line: JSON.stringify },
} as const;

/**
 * The deliveries that filters ask for, newest first, as a file that is written while it is read:
 * only one batch is in memory, and none is fetched before the one before it was taken. That it was
 * taken is in the audit log.
 */
export async function exportDeliveries({
  actor,
  query,
}: {
  actor: Actor;
  query: unknown;
}): Promise<{ type: string; fileName: string; content: ReadableStream<Uint8Array> }> {
  const input = parseInput(exportDeliveriesSchema, query);
  const where = await deliveriesWhere(input);
  const { type, head, line } = FORMATS[input.format];
  const encoder = new TextEncoder();
  // A free text may be a customer's address: the log holds who took what kind of rows, not whose.
  const { q, format, ...filter } = input;
  await writeAudit(db(), {
    actor,
    action: "deliveries.exported",
    targetType: "instance",
    targetId: "deliveries",
    detail: { format, ...filter, ...(q ? { q: "a text" } : {}) },
  });
  let before: string | undefined;
  const content = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        if (head !== "") controller.enqueue(encoder.encode(head));
      },
      async pull(controller) {
        const rows = await db().delivery.findMany({
          where: { AND: [where, before ? { id: { lt: before } } : {}] },
          orderBy: { id: "desc" },
          take: BATCH,
          include: deliveryInclude,
          omit: { body: true },
        });
        before = rows.at(-1)?.id;
        const text = rows.map((row) => `${line(deliveryView(row))}\n`).join("");
        if (text !== "") controller.enqueue(encoder.encode(text));
        if (rows.length < BATCH) controller.close();
      },
    },
    { highWaterMark: 1 },
  );
  const day = new Date().toISOString().slice(0, 10);
  return { type, fileName: `deliveries-${day}.${input.format}`, content };
}
