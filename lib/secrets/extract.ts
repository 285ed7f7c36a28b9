import "server-only";
import { getOperation } from "@/lib/apps/registry";
import { isSecretRef } from "@/lib/apps/secrets";
import type { NodeConfig } from "@/lib/apps/types";
import type { Db } from "@/lib/db";
import { AppError } from "@/lib/http/errors";
import { type KeyPath, ruledPlaces, valueAt, withValue } from "@/lib/scenarios/secret-places";
import { MASK } from "@/lib/secrets/mask";
import { originOf } from "@/lib/secrets/origin";
import { readSecret, storeSecret } from "@/lib/secrets/store";

/** As much of a graph as this needs to know. */
type GraphWithConfigs = {
  nodes: readonly { id: string; operation: string; config: NodeConfig }[];
};

/**
 * Moves the secrets of a graph into the encrypted table: text at a secret path becomes
 * `{ "$secret": id }`. Text equal to what the previous graph has there keeps its reference, and so
 * does the mask, which a client gets to see instead of a secret. A reference, wherever in a config,
 * is kept only when its row belongs to this scenario: otherwise a client could borrow a secret of
 * another one by guessing its id; nor may it be one that was rotated away, which no graph has. A text
 * that breaks the rule of its field is refused: once it is a reference, nobody can see the fault any
 * more. A new secret belongs to the address that its node has, so the same text is stored anew where
 * that leads elsewhere. Throws `invalid_request` naming the path.
 * @param input.createdBy who enters them
 */
export async function extractSecrets<G extends GraphWithConfigs>(
  db: Db,
  input: {
    scenarioId: string;
    graph: G;
    previous: GraphWithConfigs | null;
    createdBy?: string | null;
  },
): Promise<G> {
  const { scenarioId, graph, previous, createdBy = null } = input;
  const before = new Map(previous?.nodes.map((node) => [node.id, node.config]) ?? []);
  const nodes: GraphWithConfigs["nodes"][number][] = [];
  const references: { id: string; path: string }[] = [];

  for (const [index, node] of graph.nodes.entries()) {
    let config = node.config;
    const origin = originOf(node);
    for (const path of ruledPlaces(node)) {
      const value = valueAt(config, path);
      if (typeof value !== "string") continue;
      const old = valueAt(before.get(node.id) ?? {}, path);
      const oldId = isSecretRef(old) ? old.$secret : null;
      if (value === MASK && oldId === null) {
        throw refused(
          `nodes.${index}.config.${path.join(".")}`,
          "There is no stored secret here that the dots could stand for. Enter the value.",
        );
      }
      const fault = value === MASK ? null : faultAt(node.operation, config, path);
      if (fault !== null) throw refused(`nodes.${index}.config.${path.join(".")}`, fault);
      const id =
        oldId !== null && (value === MASK || (await isSame(db, oldId, { value, origin })))
          ? oldId
          : await storeSecret(db, { scenarioId, value, origin, createdBy });
      config = withValue(config, path, { $secret: id });
    }
    collectReferences(config, `nodes.${index}.config`, references);
    nodes.push(config === node.config ? node : { ...node, config });
  }

  if (references.length > 0) {
    const rows = await db.secret.findMany({
      where: {
        id: { in: [...new Set(references.map(({ id }) => id))] },
        scenarioId,
        successors: { none: {} },
      },
      select: { id: true },
    });
    const own = new Set(rows.map((row) => row.id));
    const foreign = references.find(({ id }) => !own.has(id));
    if (foreign) throw refused(foreign.path, "This secret does not belong to this scenario.");
  }
  return { ...graph, nodes } as G;
}

/** What the operation's schema says against the value at a path; null when it is fine or unknown. */
function faultAt(operation: string, config: NodeConfig, path: KeyPath): string | null {
  const parsed = getOperation(operation)?.config.safeParse(config);
  const key = JSON.stringify(path);
  return parsed?.error?.issues.find((issue) => JSON.stringify(issue.path) === key)?.message ?? null;
}

/** Every reference in a value, with its dotted path. Iterative: depth is the sender's. */
function collectReferences(root: unknown, rootPath: string, into: { id: string; path: string }[]) {
  const stack: { value: unknown; path: string }[] = [{ value: root, path: rootPath }];
  for (let item = stack.pop(); item; item = stack.pop()) {
    const { value, path } = item;
    if (typeof value !== "object" || value === null) continue;
    if (Object.hasOwn(value, "$secret")) {
      if (!isSecretRef(value) || Object.keys(value).length > 1) {
        throw refused(path, "A reference to a secret holds nothing but its id.");
      }
      into.push({ id: value.$secret, path });
    } else {
      for (const [key, child] of Object.entries(value)) {
        stack.push({ value: child, path: `${path}.${key}` });
      }
    }
  }
}

/** Whether a stored secret is this text, and may be sent to this address; null while there is none. */
async function isSame(
  db: Db,
  id: string,
  { value, origin }: { value: string; origin: string | null },
): Promise<boolean> {
  const stored = await db.secret.findUnique({ where: { id }, select: { origin: true } });
  if (origin !== null && stored?.origin !== origin) return false;
  try {
    return (await readSecret(db, id)) === value;
  } catch {
    return false;
  }
}

function refused(path: string, message: string): AppError {
  return new AppError("invalid_request", `${path}: ${message}`, [{ path, message }]);
}
