import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyGraph, type Graph } from "@/lib/scenarios/graph";
import { applyOperation } from "@/lib/scenarios/operations";
import { anOperation } from "@/lib/scenarios/testing/arbitrary";
import { adoptSecrets, storedSecrets } from "./adopt";
import { BURST_MS, record, redo, rewrite, startHistory, undo } from "./history";
import { parseHeaders, rowsToHeaders, syncRows } from "./inspector/header-rows";

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

const graph = (config: Record<string, unknown>): Graph => ({
  nodes: [{ id: "a", operation: "webhooks.send", operationVersion: 1, config }],
  edges: [],
});
const webhookUrl = "https://example.com";
const ref = { $secret: "sec_1" };

test("stored secrets replace their text everywhere, but not what was typed since", () => {
  const sent = graph({ webhookUrl, secret: "s1", headers: { Authorization: "t", "X-A": "1" } });
  const back = graph({ webhookUrl, secret: ref, headers: { Authorization: ref, "X-A": "1" } });
  const secrets = storedSecrets(sent, back);
  const typedOn = graph({ webhookUrl, secret: "s1x" });
  const history = record(startHistory(sent), typedOn, 0);
  const adopted = rewrite(history, (document) => adoptSecrets(document, secrets));
  expect(adopted.past).toEqual([back]);
  expect(adopted.present).toBe(typedOn);
});

test("a secret that breaks a rule stays in sight", () => {
  const sent = graph({ webhookUrl, secret: " s1" });
  expect(storedSecrets(sent, graph({ webhookUrl, secret: ref }))).toEqual([]);
});

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
