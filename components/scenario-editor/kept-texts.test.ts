import { expect, test } from "vitest";
import { keepTexts, keptTexts } from "./kept-texts";

test("what is half-typed is there when its scenario is opened again, and in no other", () => {
  keepTexts("scn_1", { "a:": "{", "b:headers": "[" });
  expect(keptTexts("scn_1", new Set(["a", "b"]))).toEqual({ "a:": "{", "b:headers": "[" });
  expect(keptTexts("scn_2", new Set(["a", "b"]))).toEqual({});
});

test("texts of nodes that are gone are left out", () => {
  keepTexts("scn_1", { "a:": "{", "b:headers": "[" });
  expect(keptTexts("scn_1", new Set(["b"]))).toEqual({ "b:headers": "[" });
});

test("what was completed is kept no more", () => {
  keepTexts("scn_1", { "a:": "{" });
  keepTexts("scn_1", {});
  expect(keptTexts("scn_1", new Set(["a"]))).toEqual({});
});
