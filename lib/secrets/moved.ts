import "server-only";
import { isDeepStrictEqual } from "node:util";
import { isSecretRef } from "@/lib/apps/secrets";
import type { Actor } from "@/lib/auth/actor";
import type { Db } from "@/lib/db";
import { AppError } from "@/lib/http/errors";
import type { Graph, GraphNode } from "@/lib/scenarios/graph";
import { secretPlaces, valueAt } from "@/lib/scenarios/secret-places";
import { movedMessage, originOf } from "@/lib/secrets/origin";

/** A stored secret in a node that sends to another place than the secret was entered for. */
export interface MovedSecret {
  nodeId: string;
  nodeIndex: number;
  /** Dotted, within the node's config. */
  field: string;
  message: string;
}

/** Whether somebody may decide where a secret goes that was entered without an address. */
export const mayBind = (actor: Actor, createdBy: string | null): boolean =>
  createdBy === null || createdBy === actor.id;

interface Reference {
  id: string;
  node: GraphNode;
  nodeIndex: number;
  field: string;
  origin: string;
}

/** The references of nodes that have an address. */
function referencesOf(graph: Graph): Reference[] {
  return graph.nodes.flatMap((node, nodeIndex) => {
    const origin = originOf(node);
    if (origin === null) return [];
    return secretPlaces(node).flatMap((place) => {
      const value = valueAt(node.config, place);
      if (!isSecretRef(value)) return [];
      return [{ id: value.$secret, node, nodeIndex, field: place.join("."), origin }];
    });
  });
}

/**
 * The secrets of a graph that would go elsewhere than they were entered for: whoever may edit a
 * scenario could read them there. `unbound` are those that go with what is here from now on.
 */
async function findMoved(tx: Db, graph: Graph, actor: Actor) {
  const references = referencesOf(graph);
  const moved: MovedSecret[] = [];
  const unbound = new Map<string, string>();
  if (references.length === 0) return { moved, unbound };
  const rows = await tx.secret.findMany({
    where: { id: { in: [...new Set(references.map(({ id }) => id))] } },
    select: { id: true, origin: true, createdBy: true, _count: { select: { successors: true } } },
  });
  const secrets = new Map(rows.map((row) => [row.id, row]));
  for (const { id, node, nodeIndex, field, origin } of references) {
    const secret = secrets.get(id);
    if (!secret) continue;
    const own = secret.origin ?? unbound.get(id) ?? null;
    if (own === origin) continue;
    // One that was rotated away signs beside its successor, and is nothing for a graph to send.
    const isFormer = secret._count.successors > 0;
    if (own === null && !isFormer && mayBind(actor, secret.createdBy)) unbound.set(id, origin);
    else moved.push({ nodeId: node.id, nodeIndex, field, message: movedMessage(own, origin) });
  }
  return { moved, unbound };
}

/**
 * 422 `scenario_invalid` for each secret that would go elsewhere than it was entered for: asked
 * wherever a graph becomes one that is sent with, switched off nodes too, since a resend may use them.
 * A secret that was entered before there was an address belongs to this one from now on.
 * @param pathOf how the caller names a field
 */
export async function requireOwnOrigins(
  tx: Db,
  { graph, actor, pathOf }: { graph: Graph; actor: Actor; pathOf?: (moved: MovedSecret) => string },
): Promise<void> {
  const { moved, unbound } = await findMoved(tx, graph, actor);
  const [first] = moved;
  if (first)
    throw new AppError(
      "scenario_invalid",
      moved.length === 1 ? first.message : `The scenario has ${moved.length} problems.`,
      moved.map((each) => ({
        code: "config",
        path: pathOf?.(each) ?? `${each.nodeId}.${each.field}`,
        message: each.message,
        nodeId: each.nodeId,
        field: each.field,
      })),
    );
  for (const [id, origin] of unbound) {
    await tx.secret.updateMany({ where: { id, origin: null }, data: { origin } });
  }
}

/** 400 for each such secret that a save brings; what `previous` has already is none of its doing. */
export async function refuseMovedSecrets(
  tx: Db,
  { graph, previous, actor }: { graph: Graph; previous: Graph; actor: Actor },
): Promise<void> {
  const before = new Map(previous.nodes.map(({ id, config }) => [id, config]));
  const isNew = ({ id, config }: GraphNode) => !isDeepStrictEqual(config, before.get(id));
  const { moved } = await findMoved(tx, graph, actor);
  const errors = moved.flatMap(({ nodeIndex, field, message }) => {
    const node = graph.nodes[nodeIndex];
    if (!node || !isNew(node)) return [];
    return [{ path: `graph.nodes.${nodeIndex}.config.${field}`, message }];
  });
  const [first] = errors;
  if (first) throw new AppError("invalid_request", `${first.path}: ${first.message}`, errors);
}
