"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { scenarioApi, secretKeys } from "@/components/scenarios/api";
import type { StoredSecretView } from "@/lib/secrets/schemas";
import { useEditor, useEditorStore, useGraph } from "../context";
import { referencesOf } from "../moved-secrets";

/** What is known of the stored secrets that the draft refers to, by id; empty until it is known. */
export const useStoredSecrets = (): ReadonlyMap<string, StoredSecretView> =>
  useEditor((state) => state.storedSecrets);

/** Asks for them, and again when the draft refers to others. */
export function StoredSecrets() {
  const store = useEditorStore();
  const scenarioId = useEditor((state) => state.scenarioId);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  // Publishing may tell a secret where it belongs.
  const version = useEditor((state) => state.published.publishedVersion);
  const graph = useGraph();
  const ids = useMemo(
    () => [...new Set(graph.nodes.flatMap(referencesOf).map(({ id }) => id))].sort(),
    [graph],
  );
  const { data } = useQuery({
    queryKey: [...secretKeys.of(scenarioId), version, ids],
    queryFn: () => scenarioApi.secrets(scenarioId),
    enabled: ids.length > 0,
    placeholderData: keepPreviousData,
  });
  useEffect(() => {
    const items = data?.items.map((item): [string, StoredSecretView] => {
      // For whoever only looks, nothing is said of what only an editor's turn can tell.
      return [item.id, isReadOnly && item.origin === null ? { ...item, mayBind: true } : item];
    });
    store.setState({ storedSecrets: new Map(items) });
  }, [data, store, isReadOnly]);
  return null;
}
