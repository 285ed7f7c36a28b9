import { expect, test } from "vitest";
import { faultOf } from "./json-fault";

test.each(["{}", '{"a": [1, {"b": null}]}'])("%s is a config", (text) => {
  expect(faultOf(text)).toBeNull();
});

test.each([
  ["[]", /object in braces/],
  ["7", /object in braces/],
  ["", /line 1, column 1/],
  ['{\n  "a": 1,\n}', /line 3, column 1/],
  ['{"a": tru}', /line 1, column \d/],
])("%j is none, and where is told", (text, reason) => {
  expect(faultOf(text)).toMatch(reason);
});
