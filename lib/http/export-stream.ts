import { type Columns, csvHead, csvLine } from "@/lib/http/csv";

/** Rows of one query. */
const BATCH = 500;

const TYPES = {
  csv: "text/csv; charset=utf-8; header=present",
  ndjson: "application/x-ndjson; charset=utf-8",
} as const;

export interface ExportFile {
  type: string;
  fileName: string;
  content: ReadableStream<Uint8Array>;
}

/**
 * A list, newest first, as a file that is written while it is read: only one batch is in memory, and
 * none is fetched before the one before it was taken.
 * @param name how the file's name begins; the day of today follows
 * @param before the id from which on older rows are of the file; all of them without one
 * @param nextPage the next rows, newest first, at most `take` of them
 * @param views what the file says of each of them
 */
export function exportStream<Row extends { id: string }, View>({
  name,
  format,
  columns,
  before: start,
  nextPage,
  views,
}: {
  name: string;
  format: keyof typeof TYPES;
  columns: Columns<View>;
  before?: string;
  nextPage: (page: { before: string | undefined; take: number }) => Promise<Row[]>;
  views: (rows: Row[]) => View[] | Promise<View[]>;
}): ExportFile {
  const encoder = new TextEncoder();
  const line = (view: View) => (format === "csv" ? csvLine(columns, view) : JSON.stringify(view));
  let before = start;
  const content = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        if (format === "csv") controller.enqueue(encoder.encode(`${csvHead(columns)}\n`));
      },
      async pull(controller) {
        const rows = await nextPage({ before, take: BATCH });
        before = rows.at(-1)?.id ?? before;
        const text = (await views(rows)).map((view) => `${line(view)}\n`).join("");
        if (text !== "") controller.enqueue(encoder.encode(text));
        if (rows.length < BATCH) controller.close();
      },
    },
    { highWaterMark: 1 },
  );
  const day = new Date().toISOString().slice(0, 10);
  return { type: TYPES[format], fileName: `${name}-${day}.${format}`, content };
}

/** The answer that has the browser save the file. */
export function exportResponse(
  { type, fileName, content }: ExportFile,
  requestId: string,
): Response {
  return new Response(content, {
    headers: {
      "content-type": type,
      "content-disposition": `attachment; filename="${fileName}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "x-request-id": requestId,
    },
  });
}
