import fc from "fast-check";
import { expect, test } from "vitest";
import { parseHeaders, rowsToHeaders, syncRows } from "./header-rows";

const ref = { $secret: "sec_1" };

test("header rows keep their identity and what the config can't hold", () => {
  const rows = syncRows([], { "X-A": "1" });
  const blank = { id: -1, name: "", value: "typed" };
  const synced = syncRows([...rows, blank], { "X-A": ref, "X-B": "2" });
  expect(synced.map(({ id }) => id).slice(0, 2)).toEqual([rows[0]?.id, -1]);
  expect(rowsToHeaders(synced)).toEqual({ "X-A": ref, "X-B": "2" });
  expect(rowsToHeaders([blank])).toBeUndefined();
});

test("raw JSON is taken only when it is an object of texts", () => {
  expect(parseHeaders('{"X-A":"1"}')).toEqual({ headers: { "X-A": "1" } });
  expect(parseHeaders("{}")).toEqual({ headers: undefined });
  expect(parseHeaders('{"X-A":')).toHaveProperty("error");
  expect(parseHeaders('["a"]')).toHaveProperty("error");
  expect(parseHeaders('{"X-A":1}')).toHaveProperty("error");
});

test("headers written as JSON come back as they are", () => {
  const name = fc.stringMatching(/^[A-Z][a-z]{0,8}$/);
  const headers = fc.dictionary(name, fc.string(), { minKeys: 1 }).filter((each) => {
    const lower = Object.keys(each).map((key) => key.toLowerCase());
    return new Set(lower).size === lower.length;
  });
  const spaces = fc.constantFrom(0, 2, "\t");
  fc.assert(
    fc.property(headers, spaces, (given, space) => {
      expect(parseHeaders(JSON.stringify(given, null, space))).toEqual({ headers: given });
    }),
  );
});

test.each([
  ['{"A": "1", "a": "2"}', /given twice/],
  ['{"A": "1",\n "B" "2"}', /line 2, column 6/],
  ['{"A": "one\ntwo"}', /line 1, column/],
])("%j is refused while it is typed, with its place or name", (text, error) => {
  expect(parseHeaders(text)).toEqual({ error: expect.stringMatching(error) });
});
