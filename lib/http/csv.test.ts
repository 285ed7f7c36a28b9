import { expect, test } from "vitest";
import { csvCell } from "./csv";

test.each([
  ["plain", "plain"],
  ["", ""],
  [null, ""],
  [false, "false"],
  [-4, "-4"],
  ["a,b", '"a,b"'],
  ['say "hi"', '"say ""hi"""'],
  ["two\nlines", '"two\nlines"'],
  ["Zoë 😀", "Zoë 😀"],
  // Whoever places an order chooses its texts; a spreadsheet must not calculate them.
  ["=HYPERLINK(1)", "'=HYPERLINK(1)"],
  ["@x,y", `"'@x,y"`],
  ["+1555", "'+1555"],
])("the cell of %j is %j", (value, cell) => {
  expect(csvCell(value)).toBe(cell);
});
