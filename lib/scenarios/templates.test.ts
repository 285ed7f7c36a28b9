import { expect, test } from "vitest";
import { graphSchema } from "./graph";
import { scenarioName } from "./schemas";
import { templateKeys, templates } from "./templates";
import { validateGraph } from "./validate";

const inbox = { url: "http://127.0.0.1:3000/in/token", secret: "a shared secret" };

test("every key has its template, under a name that a scenario may have", () => {
  expect(templates.map(({ key }) => key)).toEqual(templateKeys);
  expect(new Set(templates.map(({ name }) => name)).size).toBe(templates.length);
  for (const { name, description } of templates) {
    expect(scenarioName.parse(name)).toBe(name);
    expect(description).toMatch(/^[A-Z].*\.$/);
  }
});

test.each(templates)("$key is well formed and stored as it is built", ({ build, hasInbox }) => {
  const graph = build(hasInbox ? inbox : undefined);
  expect(JSON.stringify(graphSchema.parse(graph))).toBe(JSON.stringify(graph));
  const places = graph.nodes.map(({ position }) => JSON.stringify(position));
  expect(new Set(places).size).toBe(places.length);
});

test.each(templates)("$key lacks the addresses that it says it needs, and nothing else", (one) => {
  const graph = one.build(one.hasInbox ? inbox : undefined);
  const problems = validateGraph(graph);
  expect(problems.every(({ path }) => path === "webhookUrl")).toBe(true);
  const missing = problems.map(({ nodeId }) => graph.nodes.find(({ id }) => id === nodeId)?.name);
  const addresses = one.needs.filter((need) => need.startsWith("The address"));
  expect(missing.map((name) => `The address of “${name}”`)).toEqual(addresses);
  const filled = graph.nodes.map((node) =>
    node.config.webhookUrl === ""
      ? { ...node, config: { ...node.config, webhookUrl: "https://example.com" } }
      : node,
  );
  expect(validateGraph({ ...graph, nodes: filled })).toEqual([]);
});
