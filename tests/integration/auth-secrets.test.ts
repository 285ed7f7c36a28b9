import { beforeEach, describe, expect, it } from "vitest";
import { db } from "@/lib/db";
import { extractSecrets } from "@/lib/secrets/extract";
import { MASK } from "@/lib/secrets/mask";
import { readSecret, readSecrets, SecretUnavailable, storeSecret } from "@/lib/secrets/store";
import { withTestDatabase } from "./support/database";

type Config = Record<string, unknown>;

function graphOf(...configs: Config[]) {
  return {
    nodes: configs.map((config, index) => ({
      id: `n${index}`,
      operation: "webhooks.send",
      name: `Node ${index}`,
      config,
    })),
    edges: [{ id: "e" }],
  };
}

const extract = (graph: ReturnType<typeof graphOf>, previous = graphOf(), scenarioId = "scn_a") =>
  extractSecrets(db(), { scenarioId, graph, previous });

withTestDatabase();

beforeEach(async () => {
  await db().secret.deleteMany();
});

describe("stored secrets", () => {
  it("come back, and are not readable in the table", async () => {
    const id = await storeSecret(db(), { scenarioId: "scn_a", value: "hunter2-hunter2" });
    expect(await readSecret(db(), id)).toBe("hunter2-hunter2");
    expect(JSON.stringify(await db().secret.findMany())).not.toContain("hunter2");
    const other = await storeSecret(db(), { scenarioId: null, value: "" });
    expect(await readSecrets(db(), [id, other, id])).toEqual(
      new Map([
        [id, "hunter2-hunter2"],
        [other, ""],
      ]),
    );
  });

  it("are unavailable when gone, changed, moved to another row, or of another key", async () => {
    await expect(readSecret(db(), "sec_nothing")).rejects.toThrow(SecretUnavailable);
    const a = await storeSecret(db(), { scenarioId: null, value: "a" });
    const b = await storeSecret(db(), { scenarioId: null, value: "b" });
    await expect(readSecrets(db(), [a, "sec_nothing"])).rejects.toThrow(SecretUnavailable);
    const row = await db().secret.findUniqueOrThrow({ where: { id: a } });
    await db().secret.update({ where: { id: b }, data: { ciphertext: row.ciphertext } });
    await expect(readSecret(db(), b)).rejects.toThrow(SecretUnavailable);
    await db().secret.update({ where: { id: a }, data: { keyId: "00000000" } });
    await expect(readSecret(db(), a)).rejects.toThrow(SecretUnavailable);
  });
});

describe("the secrets of a graph", () => {
  const config = {
    webhookUrl: "https://example.com",
    secret: "signing secret",
    headers: { Authorization: "Bearer abc", "X-Plain": "plain", "X-Api-Key": "k" },
    retryAttempts: 3,
  };

  it("are replaced with references, everything else stays", async () => {
    const graph = graphOf(config, { secret: "" }, {});
    const before = structuredClone(graph);
    const result = await extract(graph);
    expect(graph).toEqual(before);
    const ref = { $secret: expect.stringMatching(/^sec_/) };
    const headers = { Authorization: ref, "X-Plain": "plain", "X-Api-Key": ref };
    expect(result).toEqual({
      ...graph,
      nodes: [
        { ...graph.nodes[0], config: { ...config, secret: ref, headers } },
        ...graph.nodes.slice(1),
      ],
    });
    expect(Object.keys(result.nodes[0]?.config ?? {})).toEqual(Object.keys(config));
    const rows = await db().secret.findMany();
    expect(rows.map((row) => row.scenarioId)).toEqual(["scn_a", "scn_a", "scn_a"]);
    const values = await readSecrets(
      db(),
      rows.map((row) => row.id),
    );
    expect([...values.values()].sort()).toEqual(["Bearer abc", "k", "signing secret"]);
  });

  it.each([
    [{ secret: " leading blank" }, "nodes.0.config.secret"],
    [{ secret: "whsec_not base64" }, "nodes.0.config.secret"],
    [{ headers: { Authorization: "a\r\nX: 1" } }, "nodes.0.config.headers.Authorization"],
  ])("are refused while their fault can still be seen: %j", async (faulty, path) => {
    await expect(extract(graphOf({ webhookUrl: "", ...faulty }))).rejects.toMatchObject({
      code: "invalid_request",
      errors: [{ path }],
    });
    expect(await db().secret.count()).toBe(0);
  });

  it("keep their references: sent back, as dots, or as the same text", async () => {
    const saved = await extract(graphOf(config));
    expect(await extract(saved, saved)).toEqual(saved);
    const dots = graphOf({
      ...config,
      secret: MASK,
      headers: { ...config.headers, Authorization: MASK },
    });
    expect(await extract(dots, saved)).toEqual(saved);
    expect(await db().secret.count()).toBe(3);
    const changed = await extract(graphOf({ ...config, secret: "another" }), saved);
    expect(changed.nodes[0]?.config.secret).not.toEqual(saved.nodes[0]?.config.secret);
    expect(await db().secret.count()).toBe(4);
  });

  it("can't be borrowed from another scenario, wherever the reference is put", async () => {
    const foreign = await storeSecret(db(), { scenarioId: "scn_b", value: "x" });
    const free = await storeSecret(db(), { scenarioId: null, value: "x" });
    for (const id of [foreign, free, "sec_nothing", ""]) {
      const ref = { $secret: id };
      for (const [bad, path] of [
        [{ secret: ref }, "nodes.0.config.secret"],
        [{ headers: { "X-Plain": ref } }, "nodes.0.config.headers.X-Plain"],
        [{ deep: [{ er: ref }] }, "nodes.0.config.deep.0.er"],
      ] as const) {
        await expect(extract(graphOf(bad))).rejects.toMatchObject({
          code: "invalid_request",
          errors: [{ path }],
        });
      }
    }
  });

  it("refuse dots that stand for nothing, and references with more in them", async () => {
    for (const secret of [MASK, { $secret: "sec_1", plain: "x" }, { $secret: 1 }]) {
      await expect(extract(graphOf({ secret }))).rejects.toMatchObject({
        errors: [{ path: "nodes.0.config.secret" }],
      });
    }
  });

  it("are also kept for an operation that the registry does not know", async () => {
    const graph = graphOf(config);
    for (const node of graph.nodes) node.operation = "gone.operation";
    expect(JSON.stringify(await extract(graph))).not.toContain("signing secret");
  });
});
