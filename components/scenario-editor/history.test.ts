import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyGraph, type Graph } from "@/lib/scenarios/graph";
import { applyOperation } from "@/lib/scenarios/operations";
import { anOperation } from "@/lib/scenarios/testing/arbitrary";
import { BURST_MS, record, redo, startHistory, undo } from "./history";

test("a hundred edits can be undone and done again", () => {
  let history = startHistory(0);
  for (let index = 1; index <= 100; index++) history = record(history, index, index);
  for (let index = 0; index < 100; index++) history = undo(history);
  expect(history.present).toBe(0);
  expect(undo(history)).toBe(history);
  for (let index = 0; index < 100; index++) history = redo(history);
  expect(history.present).toBe(100);
});

test("typing in one field is one entry; a pause or another field begins a new one", () => {
  let history = record(startHistory("a"), "ab", 0, "name");
  history = record(history, "abc", BURST_MS - 1, "name");
  expect(history.past).toEqual(["a"]);
  history = record(history, "abcd", BURST_MS * 3, "name");
  history = record(history, "abcde", BURST_MS * 3 + 1, "url");
  expect(history.past).toEqual(["a", "abc", "abcd"]);
});

test("the first edit after an undo clears what could be done again, and joins no former entry", () => {
  let history = record(startHistory("a"), "ab", 0, "name");
  history = undo(history);
  expect(history.future).toEqual(["ab"]);
  history = record(history, "ac", 1, "name");
  expect(history).toMatchObject({ past: ["a"], present: "ac", future: [] });
  expect(redo(history)).toBe(history);
});

test("over any edits, undo restores each document exactly, and redo likewise", () => {
  fc.assert(
    fc.property(fc.array(anOperation, { maxLength: 40 }), (operations) => {
      let history = startHistory<Graph>(emptyGraph);
      const documents: Graph[] = [emptyGraph];
      for (const operation of operations) {
        const next = applyOperation(history.present, operation);
        if (next === history.present) continue;
        history = record(history, next, 0);
        documents.push(next);
      }
      for (let at = documents.length - 1; at > 0; at--) {
        history = undo(history);
        expect(history.present).toBe(documents[at - 1]);
      }
      expect(undo(history)).toBe(history);
      for (let at = 1; at < documents.length; at++) {
        history = redo(history);
        expect(history.present).toBe(documents[at]);
      }
    }),
  );
});
