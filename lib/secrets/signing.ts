import "server-only";
import { getOperation } from "@/lib/apps/registry";
import { isSecretRef } from "@/lib/apps/secrets";
import type { Db } from "@/lib/db";
import { AppError, notFound } from "@/lib/http/errors";
import { lockScenario } from "@/lib/scenarios/find-scenario";
import { type Graph, type GraphNode, nodeName } from "@/lib/scenarios/graph";
import { readVersion } from "@/lib/scenarios/read-version";

/** The signing secret of a webhook, as a verb that changes it needs it. */
export interface SigningSecret {
  id: string;
  node: GraphNode;
  /** The other nodes that sign with the same stored secret. */
  alsoSigns: { nodeId: string; nodeName: string }[];
}

function signingRef(node: GraphNode): string | null {
  const field = getOperation(node.operation)?.abilities?.signingSecret;
  const value = field === undefined ? undefined : node.config[field];
  return isSecretRef(value) ? value.$secret : null;
}

/**
 * The stored secret that a node of the draft signs with, the scenario locked. 404 when there is no
 * such node; 409 when it has no stored secret, or another one than the version that is live.
 */
export async function lockSigningSecret(
  tx: Db,
  { scenarioId, nodeId }: { scenarioId: string; nodeId: string },
): Promise<SigningSecret> {
  const scenario = await lockScenario(tx, scenarioId);
  const draft = JSON.parse(scenario.draft) as Graph;
  const node = draft.nodes.find((candidate) => candidate.id === nodeId);
  if (!node) throw notFound("node");
  const id = signingRef(node);
  if (id === null)
    throw new AppError("conflict", "This webhook has no stored secret. Enter one, and publish it.");
  const published = scenario.publishedVersionId
    ? await readVersion(tx, scenario.publishedVersionId)
    : null;
  const live = published?.graph.nodes.find((candidate) => candidate.id === nodeId);
  if (live && signingRef(live) !== id)
    throw new AppError(
      "conflict",
      "The draft has another secret than the version that is live. Publish it, or take it back, before you rotate.",
    );
  const sharing = [...draft.nodes, ...(published?.graph.nodes ?? [])].filter(
    (other) => other.id !== nodeId && signingRef(other) === id,
  );
  const names = new Map(sharing.map((other) => [other.id, nodeName(other)]));
  return {
    id,
    node,
    alsoSigns: [...names].map(([key, name]) => ({ nodeId: key, nodeName: name })),
  };
}
