import { isSecretRef } from "@/lib/apps/secrets";
import type { GraphNode } from "@/lib/scenarios/graph";
import { placeLabel, secretPlaces, valueAt } from "@/lib/scenarios/secret-places";
import type { Problem } from "@/lib/scenarios/validate";
import { movedMessage, originOf } from "@/lib/secrets/origin";
import type { StoredSecretView } from "@/lib/secrets/schemas";

type Stored = ReadonlyMap<string, StoredSecretView>;

/** The references to stored secrets in a node, with the dotted path and the name of each. */
export function referencesOf(node: GraphNode): { id: string; path: string; label: string }[] {
  return secretPlaces(node).flatMap((place) => {
    const value = valueAt(node.config, place);
    if (!isSecretRef(value)) return [];
    return [{ id: value.$secret, path: place.join("."), label: placeLabel(node.operation, place) }];
  });
}

function movedReferences(node: GraphNode, stored: Stored) {
  const origin = originOf(node);
  if (origin === null) return [];
  return referencesOf(node).flatMap(({ id, path, label }) => {
    const secret = stored.get(id);
    if (!secret || secret.mayBind || secret.origin === origin) return [];
    return [{ path, label, message: movedMessage(secret.origin, origin) }];
  });
}

/**
 * The fields of a node whose stored secrets were entered for another address than the one that is here
 * now, with what is to be done about it; the server neither publishes nor tests with them.
 */
export const movedSecrets = (node: GraphNode, stored: Stored): Map<string, string> =>
  new Map(movedReferences(node, stored).map(({ path, message }) => [path, message]));

/** The same as problems of the draft, of nodes that are switched off too: a resend may use them. */
export const movedProblems = (nodes: readonly GraphNode[], stored: Stored): Problem[] =>
  nodes.flatMap((node) =>
    movedReferences(node, stored).map(({ path, label, message }): Problem => {
      return { code: "config", message: `${label}: ${message}`, nodeId: node.id, path };
    }),
  );
