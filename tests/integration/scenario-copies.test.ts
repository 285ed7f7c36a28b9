import { beforeEach, describe, expect, it } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { activateScenario } from "@/lib/scenarios/activate-scenario";
import { createFromTemplate } from "@/lib/scenarios/create-from-template";
import { createScenario } from "@/lib/scenarios/create-scenario";
import { duplicateScenario } from "@/lib/scenarios/duplicate-scenario";
import { exportScenario } from "@/lib/scenarios/export-scenario";
import { getScenario } from "@/lib/scenarios/get-scenario";
import type { Graph } from "@/lib/scenarios/graph";
import { importScenario } from "@/lib/scenarios/import-scenario";
import { templates } from "@/lib/scenarios/templates";
import { edge, send, trigger } from "@/lib/scenarios/testing/arbitrary";
import { readSecret } from "@/lib/secrets/store";
import { withTestDatabase } from "./support/database";

const actor: Actor = { kind: "apiKey", id: "key_robot", name: "Robot", scopes: [] };
const planted = ["planted-secret", "planted-authorization", "planted-marked"];
const graph: Graph = {
  nodes: [
    trigger("t"),
    {
      ...send("a"),
      name: "CRM",
      config: {
        webhookUrl: "https://example.com/hook",
        secret: planted[0],
        headers: { Authorization: planted[1], "X-Plain": "plain" },
      },
    },
  ],
  edges: [edge("t", "a")],
};
const unknown = { ...send("x"), operation: "gone.away", config: { keep: [1, "two"] } };

let id = "";

withTestDatabase();

beforeEach(async () => {
  ({ id } = await createScenario({ actor, input: { name: "Orders", graph } }));
});

/** The ids of the secrets that a graph refers to. */
const refsIn = (value: unknown) =>
  [...JSON.stringify(value).matchAll(/"\$secret":"(\w+)"/g)].map(([, ref = ""]) => ref);
const counts = async () => [
  await db().scenario.count(),
  await db().secret.count(),
  await db().inbox.count(),
  await db().auditEntry.count(),
];

describe("a duplicate", () => {
  it("is a draft of its own, with the draft's graph", async () => {
    await activateScenario({ actor, id });
    const original = await getScenario({ actor, id });
    const copy = await duplicateScenario({ actor, id });
    expect(copy).toMatchObject({
      name: "Copy of Orders",
      status: "draft",
      revision: 1,
      publishedVersion: null,
      draftBaseVersion: null,
      hasUnpublishedChanges: true,
      problems: [],
    });
    expect(copy.id).not.toBe(id);
    expect(copy.graph.nodes.map((node) => node.id)).toEqual(["t", "a"]);
    expect(copy.graph.edges).toEqual(original.graph.edges);
    expect(await getScenario({ actor, id })).toEqual(original);
  });

  it("has copies of the secrets, and shares none", async () => {
    const copy = await duplicateScenario({ actor, id });
    const [before, after] = [(await getScenario({ actor, id })).graph, copy.graph].map(refsIn);
    expect(before).toHaveLength(2);
    expect(after).toHaveLength(2);
    expect(after?.filter((ref) => before?.includes(ref))).toEqual([]);
    const values = await Promise.all((after ?? []).map((ref) => readSecret(db(), ref)));
    expect(values.sort()).toEqual([...planted.slice(0, 2)].sort());
    const rows = await db().secret.findMany({ where: { id: { in: after } } });
    expect(rows.map(({ scenarioId }) => scenarioId)).toEqual([copy.id, copy.id]);
  });

  it("of a graph that could not be saved has that one, and copies of the secrets it refers to", async () => {
    const { graph: stored } = await getScenario({ actor, id });
    const mine: Graph = {
      nodes: [
        ...stored.nodes,
        { ...send("b"), config: { webhookUrl: "https://example.com/b", secret: "planted-new" } },
      ],
      edges: [...stored.edges, edge("a", "b")],
    };
    const copy = await duplicateScenario({ actor, id, input: { graph: mine } });
    expect(copy.graph.edges).toEqual(mine.edges);
    const values = await Promise.all(refsIn(copy.graph).map((ref) => readSecret(db(), ref)));
    expect(values).toEqual([planted[0], planted[1], "planted-new"]);
    expect(refsIn(copy.graph).filter((ref) => refsIn(stored).includes(ref))).toEqual([]);
    expect(await getScenario({ actor, id })).toMatchObject({ revision: 1, graph: stored });
  });

  it("of a graph can't borrow another scenario's secrets, nor hold a wrong value unasked", async () => {
    const other = await createScenario({ actor, input: { name: "Other", graph } });
    const wrong = { nodes: [{ ...send("a"), config: { retryAttempts: 9 } }], edges: [] };
    const withMore = structuredClone((await getScenario({ actor, id })).graph);
    Object.assign(withMore.nodes[1]?.config.secret as object, { more: "planted" });
    const before = await counts();
    for (const input of [{ graph: other.graph }, { graph: wrong }, { graph: withMore }, { x: 1 }]) {
      await expect(duplicateScenario({ actor, id, input })).rejects.toMatchObject({
        code: "invalid_request",
      });
    }
    expect(await counts()).toEqual(before);
    const copy = await duplicateScenario({ actor, id, input: { graph: wrong }, lenient: true });
    expect(copy.problems.map(({ path }) => path)).toContain("retryAttempts");
  });

  it("has a name that a scenario may have", async () => {
    const { id } = await createScenario({
      actor,
      input: { name: `${"a".repeat(90)}xy 😀😀`, graph },
    });
    const { name } = await duplicateScenario({ actor, id });
    expect(name).toBe(`Copy of ${"a".repeat(90)}xy`);
    const emoji = await createScenario({ actor, input: { name: `b${"😀".repeat(49)}`, graph } });
    expect((await duplicateScenario({ actor, id: emoji.id })).name).toBe(
      `Copy of b${"😀".repeat(45)}`,
    );
  });

  it("of what is not there is a 404; of an unreadable secret nothing is written", async () => {
    await expect(duplicateScenario({ actor, id: "scn_none" })).rejects.toMatchObject({
      code: "not_found",
    });
    await db().secret.updateMany({ where: { scenarioId: id }, data: { keyId: "00000000" } });
    const before = await counts();
    await expect(duplicateScenario({ actor, id })).rejects.toMatchObject({ code: "unavailable" });
    expect(await counts()).toEqual(before);
  });
});

describe("an export", () => {
  it("holds no secret and names each place; imported, it asks for them", async () => {
    const document = await exportScenario({ actor, id });
    expect(JSON.stringify(document)).not.toMatch(/planted|sec_/);
    const places = ["secret", "headers.Authorization"];
    expect(document.removedSecrets).toEqual(
      places.map((path) => ({ nodeId: "a", nodeName: "CRM", path })),
    );
    const { scenario, toFillIn } = await importScenario({ actor, input: { document } });
    expect(scenario).toMatchObject({ name: "Orders", status: "draft", revision: 1, problems: [] });
    expect(scenario.id).not.toBe(id);
    expect(scenario.graph).toEqual(document.graph);
    expect(toFillIn).toEqual([
      { nodeId: "a", nodeName: "CRM", path: "secret", label: "Secret" },
      {
        nodeId: "a",
        nodeName: "CRM",
        path: "headers.Authorization",
        label: "Header Authorization",
      },
    ]);
    expect(await db().secret.count({ where: { scenarioId: scenario.id } })).toBe(0);
  });

  it("of what is not there is a 404", async () => {
    await expect(exportScenario({ actor, id: "scn_none" })).rejects.toMatchObject({
      code: "not_found",
    });
  });
});

describe("an import", () => {
  it("keeps operations that do not exist here, wrong values and ids, and lists what is to do", async () => {
    const document = await exportScenario({ actor, id });
    const wrong = { ...send("b-1"), config: { webhookUrl: "", retryAttempts: 9 } };
    const changed = { ...document, graph: { nodes: [unknown, wrong], edges: [] } };
    const { scenario, toFillIn } = await importScenario({
      actor,
      input: { name: "Mine", document: changed },
    });
    expect(scenario.name).toBe("Mine");
    expect(scenario.graph.nodes).toEqual([unknown, wrong]);
    expect(toFillIn.map(({ nodeId, path }) => [nodeId, path])).toEqual([
      ["x", "operation"],
      ["b-1", "webhookUrl"],
      ["b-1", "retryAttempts"],
    ]);
  });

  it("stores a secret that somebody wrote into the document", async () => {
    const document = { ...(await exportScenario({ actor, id })), graph };
    const { scenario } = await importScenario({ actor, input: { document } });
    expect(JSON.stringify(scenario)).not.toContain("planted");
    expect(await db().secret.count({ where: { scenarioId: scenario.id } })).toBe(2);
  });

  const bad: [what: string, change: (document: object) => unknown, path: string][] = [
    ["nothing", () => undefined, "document"],
    ["a text", (document) => JSON.stringify(document), "document"],
    ["a list", () => [], "document"],
    ["another tool's document", () => ({ nodes: [], connections: {} }), "document.format"],
    ["a later format", (document) => ({ ...document, formatVersion: 2 }), "document.formatVersion"],
    ["an unknown field", (document) => ({ ...document, colour: 1 }), "document.colour"],
    [
      "an edge that leads nowhere",
      (document) => ({ ...document, graph: { nodes: [], edges: [edge("t", "a")] } }),
      "document.graph.edges.0.source",
    ],
    [
      "a secret of another scenario",
      (document) => ({
        ...document,
        graph: {
          nodes: [{ ...send("a"), config: { secret: { $secret: "sec_01" } } }],
          edges: [],
        },
      }),
      "document.graph.nodes.0.config.secret",
    ],
  ];

  it.each(bad)("of %s says what is wrong, and nothing is written", async (_, change, path) => {
    const document = change(await exportScenario({ actor, id }));
    const before = await counts();
    await expect(importScenario({ actor, input: { document } })).rejects.toMatchObject({
      code: "invalid_request",
      errors: expect.arrayContaining([{ path, message: expect.stringMatching(/\w/) }]),
    });
    expect(await counts()).toEqual(before);
  });
});

describe("a template", () => {
  it.each(templates)("$key makes a scenario whose problems are what it needs", async (template) => {
    const scenario = await createFromTemplate({ actor, input: { template: template.key } });
    expect(scenario.name).toBe(template.name);
    const addresses = template.needs.filter((need) => need.startsWith("The address"));
    expect(scenario.problems.map(({ path }) => path)).toEqual(addresses.map(() => "webhookUrl"));
  });

  it("gets the name that is asked for", async () => {
    const input = { template: "order-to-webhook", name: "Shop" };
    expect((await createFromTemplate({ actor, input })).name).toBe("Shop");
  });

  it("with a test inbox shares one secret with it, and can be activated as it is", async () => {
    const { id } = await createFromTemplate({ actor, input: { template: "order-to-inbox" } });
    const active = await activateScenario({ actor, id });
    const inbox = await db().inbox.findFirstOrThrow({ orderBy: { id: "desc" } });
    expect(active.graph.nodes[1]?.config.webhookUrl).toContain(inbox.token);
    const [ref = ""] = refsIn(active.graph);
    expect(await readSecret(db(), ref)).toBe(await readSecret(db(), inbox.secretId ?? ""));
  });

  it.each([{}, { template: "none" }, { template: "order-to-webhook", name: " " }, { x: 1 }])(
    "%j is refused, and nothing is written",
    async (input) => {
      const before = await counts();
      await expect(createFromTemplate({ actor, input })).rejects.toMatchObject({
        code: "invalid_request",
      });
      expect(await counts()).toEqual(before);
    },
  );
});
