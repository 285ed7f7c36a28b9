"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { scenarioApi, secretKeys } from "@/components/scenarios/api";
import { isSecretRef } from "@/lib/apps/secrets";
import type { GraphNode } from "@/lib/scenarios/graph";
import { secretPlaces, valueAt } from "@/lib/scenarios/secret-places";
import { movedMessage, originOf } from "@/lib/secrets/origin";
import type { StoredSecretView } from "@/lib/secrets/schemas";
import { useEditor } from "../context";

/** The references to stored secrets in a node, with the dotted path of each. */
function referencesOf(node: GraphNode): { id: string; path: string }[] {
  return secretPlaces(node).flatMap((place) => {
    const value = valueAt(node.config, place);
    return isSecretRef(value) ? [{ id: value.$secret, path: place.join(".") }] : [];
  });
}

/** What is known of the stored secrets that a node refers to, by id; empty until it is known. */
export function useStoredSecrets(node: GraphNode): ReadonlyMap<string, StoredSecretView> {
  const scenarioId = useEditor((state) => state.scenarioId);
  // Publishing may tell a secret where it belongs.
  const version = useEditor((state) => state.published.publishedVersion);
  const ids = referencesOf(node).map(({ id }) => id);
  const { data } = useQuery({
    queryKey: [...secretKeys.of(scenarioId), version, [...new Set(ids)].sort()],
    queryFn: () => scenarioApi.secrets(scenarioId),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
  });
  return useMemo(() => new Map(data?.items.map((item) => [item.id, item])), [data]);
}

/**
 * The fields of a node whose stored secrets were entered for another address than the one that is here
 * now, with what is to be done about it; the server neither publishes nor tests with them.
 */
export function movedSecrets(
  node: GraphNode,
  stored: ReadonlyMap<string, StoredSecretView>,
): Map<string, string> {
  const origin = originOf(node);
  const moved = new Map<string, string>();
  if (origin === null) return moved;
  for (const { id, path } of referencesOf(node)) {
    const secret = stored.get(id);
    if (!secret || secret.mayBind || secret.origin === origin) continue;
    moved.set(path, movedMessage(secret.origin, origin));
  }
  return moved;
}
