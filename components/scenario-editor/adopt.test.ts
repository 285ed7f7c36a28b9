import { expect, test } from "vitest";
import type { Graph } from "@/lib/scenarios/graph";
import { adoptSecrets, storedSecrets } from "./adopt";
import { record, rewrite, startHistory } from "./history";

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

test("a document without those texts stays the same object", () => {
  const secrets = storedSecrets(graph({ secret: "s1" }), graph({ secret: ref }));
  expect(secrets).toHaveLength(1);
  for (const config of [{ secret: ref }, { secret: "s2" }, {}]) {
    const document = graph(config);
    expect(adoptSecrets(document, secrets)).toBe(document);
  }
});

test("what was a reference already, or came back as it was sent, is no secret that was stored", () => {
  const sent = graph({ secret: ref, headers: { "X-A": "1", Authorization: ref } });
  expect(storedSecrets(sent, sent)).toEqual([]);
  expect(storedSecrets({ nodes: [], edges: [] }, graph({ secret: ref }))).toEqual([]);
});
