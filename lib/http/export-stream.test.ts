import { expect, test, vi } from "vitest";
import { newId } from "@/lib/ids";
import { exportResponse, exportStream } from "./export-stream";

const columns = {
  id: ({ id }: { id: string; name: string }) => id,
  name: ({ name }: { name: string }) => name,
};

/** This many rows, newest first, and a look at which of them were asked for. */
function table(count: number) {
  const rows = Array.from({ length: count }, (_, at) => ({ id: newId("order"), at })).reverse();
  const asked: { before: string | undefined; take: number }[] = [];
  const nextPage = async (page: { before: string | undefined; take: number }) => {
    asked.push(page);
    const { before, take } = page;
    return rows.filter(({ id }) => before === undefined || id < before).slice(0, take);
  };
  const views = (some: typeof rows) => some.map(({ id, at }) => ({ id, name: `=${at}` }));
  return { rows, asked, given: { name: "orders", columns, nextPage, views } };
}

const textOf = (content: ReadableStream<Uint8Array>) => new Response(content).text();

test("a CSV names its columns, and holds no formula", async () => {
  const { rows, given } = table(2);
  const { type, content } = exportStream({ ...given, format: "csv" });
  expect(type).toBe("text/csv; charset=utf-8; header=present");
  expect(await textOf(content)).toBe(`id,name\n${rows[0]?.id},'=1\n${rows[1]?.id},'=0\n`);
});

test("NDJSON is an object on each line, as it is", async () => {
  const { rows, given } = table(2);
  const { type, content } = exportStream({ ...given, format: "ndjson" });
  expect(type).toBe("application/x-ndjson; charset=utf-8");
  const lines = (await textOf(content)).split("\n");
  expect(lines.pop()).toBe("");
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { id: rows[0]?.id, name: "=1" },
    { id: rows[1]?.id, name: "=0" },
  ]);
});

test.each([
  ["csv", "id,name\n"],
  ["ndjson", ""],
] as const)("a %s of nothing is %j", async (format, text) => {
  expect(await textOf(exportStream({ ...table(0).given, format }).content)).toBe(text);
});

test.each([1_200, 1_000])("all of %i rows come once, in their order, in batches", async (count) => {
  const { rows, asked, given } = table(count);
  const text = await textOf(exportStream({ ...given, format: "ndjson" }).content);
  const ids = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line).id);
  expect(ids).toEqual(rows.map(({ id }) => id));
  expect(asked).toEqual([
    { before: undefined, take: 500 },
    { before: rows[499]?.id, take: 500 },
    { before: rows[999]?.id, take: 500 },
  ]);
});

test("begins below the id that is given", async () => {
  const { rows, asked, given } = table(3);
  const before = rows[1]?.id;
  const text = await textOf(exportStream({ ...given, format: "csv", before }).content);
  expect(text).toBe(`id,name\n${rows[2]?.id},'=0\n`);
  expect(asked).toEqual([{ before, take: 500 }]);
});

test("fetches no batch before the one before it was taken", async () => {
  const { asked, given } = table(1_200);
  const reader = exportStream({ ...given, format: "ndjson" }).content.getReader();
  await vi.waitFor(() => expect(asked).toHaveLength(1));
  // Whatever could go on by itself has gone on.
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toHaveLength(1);
  await reader.read();
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  await reader.cancel();
});

test("a failure while it is read breaks the file off", async () => {
  const { given } = table(1);
  const nextPage = () => Promise.reject(new Error("the database is away"));
  const { content } = exportStream({ ...given, nextPage, format: "csv" });
  await expect(textOf(content)).rejects.toThrow("the database is away");
});

test("is saved under its name and day, and kept nowhere else", async () => {
  const response = exportResponse(exportStream({ ...table(1).given, format: "csv" }), "req_1");
  const name = response.headers.get("content-disposition");
  expect(name).toMatch(/^attachment; filename="orders-\d{4}-\d\d-\d\d\.csv"$/);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "text/csv; charset=utf-8; header=present",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-request-id": "req_1",
  });
});
