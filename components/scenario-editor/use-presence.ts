"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { ApiProblem } from "@/components/api";
import { scenarioApi } from "@/components/scenarios/api";
import { freshId } from "./add-node";
import { useEditor, useEditorStore } from "./context";

const EVERY_MS = 5_000;
const SIGNED_OUT_EVERY_MS = 30_000;

/** How soon to report again after an answer; false for never, when the scenario is gone. */
function againAfter(error: Error | null): number | false {
  if (!(error instanceof ApiProblem)) return EVERY_MS;
  if (error.status === 404) return false;
  return error.status === 401 ? SIGNED_OUT_EVERY_MS : EVERY_MS;
}

/**
 * Tells the server that this tab has the scenario open, and returns who else has. A tab that finds
 * the scenario saved elsewhere since says so at once, before anything is typed into an old document.
 */
export function usePresence() {
  const store = useEditorStore();
  const scenarioId = useEditor((state) => state.scenarioId);
  const [tabId] = useState(() => freshId("e"));
  const presence = useQuery({
    queryKey: ["presence", scenarioId, tabId],
    queryFn: () => scenarioApi.isOpenIn(scenarioId, tabId),
    refetchInterval: ({ state }) => againAfter(state.error),
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: "always",
    gcTime: 0,
    retry: false,
  });
  const { data, dataUpdatedAt } = presence;
  // With each answer, not each change: one that was heard of too early counts later.
  useEffect(() => {
    if (data && dataUpdatedAt > 0) store.autosave.sawRevision(data.revision);
  }, [data, dataUpdatedAt, store]);
  useEffect(() => {
    const leave = () => void scenarioApi.isClosedIn(scenarioId, tabId).catch(() => undefined);
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
    };
  }, [scenarioId, tabId]);
  return presence.data?.others ?? [];
}
