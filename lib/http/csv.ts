type Cell = string | number | boolean | null;

/** The columns of a file by their names, in their order, with what each says of an item. */
export type Columns<Item> = Record<string, (item: Item) => Cell>;

/** A spreadsheet takes a cell that begins so for a formula, whoever wrote it. */
const FORMULA = /^[=+\-@\t\r]/;

/** A value as RFC 4180 has it; one that a spreadsheet would calculate is made text. */
export function csvCell(value: Cell): string {
  if (value === null) return "";
  const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The first line of a file, without its end. */
export function csvHead<Item>(columns: Columns<Item>): string {
  return Object.keys(columns).join(",");
}

/** The line of one item, without its end. */
export function csvLine<Item>(columns: Columns<Item>, item: Item): string {
  return Object.values(columns)
    .map((of) => csvCell(of(item)))
    .join(",");
}
