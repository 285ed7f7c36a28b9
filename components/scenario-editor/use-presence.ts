"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { scenarioApi } from "@/components/scenarios/api";
import { freshId } from "./add-node";
import { useEditor, useEditorStore } from "./context";

const EVERY_MS = 5_000;

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
    refetchInterval: EVERY_MS,
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: "always",
    gcTime: 0,
    retry: false,
  });
  const revision = presence.data?.revision;
  useEffect(() => {
    if (revision !== undefined) store.autosave.sawRevision(revision);
  }, [revision, store]);
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
