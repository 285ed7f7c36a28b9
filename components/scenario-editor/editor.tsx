"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ReactFlowProvider } from "@xyflow/react";
import { useEffect, useState } from "react";
import { usePermission } from "@/components/access";
import { apiFetch, type Settings, scenarioKeys, settingsKeys } from "@/components/api";
import { MissedNote } from "@/components/missed/missed-note";
import { editorKey, type Scenario, scenarioApi } from "@/components/scenarios/api";
import { DetailError } from "@/components/shell/detail-states";
import { holdPage } from "@/components/shell/to-sign-in";
import { FailingBanner } from "@/components/targets/failing-banner";
import { LoadingNote, Skeleton } from "@/components/ui/skeleton";
import { Canvas } from "./canvas/canvas";
import { EditorContext, useEditor } from "./context";
import { DraftView } from "./draft-view";
import { Inspector } from "./inspector/inspector";
import { StoredSecrets } from "./inspector/use-stored-secrets";
import { keepTexts } from "./kept-texts";
import { LeaveGuard } from "./leave-guard";
import { Palette } from "./palette";
import { RunView } from "./run-view";
import { RunsPanel } from "./runs-panel";
import { ShortcutSheet } from "./shortcut-sheet";
import { createEditorStore, type EditorStore } from "./store";
import { RecoveryBanner } from "./top-bar/recovery-banner";
import { SaveBanner } from "./top-bar/save-state";
import { TopBar } from "./top-bar/top-bar";
import { useClipboardKeys } from "./use-clipboard";
import { useFocusKeeper } from "./use-focus-keeper";
import { useShortcuts } from "./use-shortcuts";
import { useShownInUrl, useShownUrl } from "./use-shown-url";
import { VersionView } from "./version-view";

/** Saves still under way after their editor was left, by scenario; opening it again waits. */
const leaving = new Map<string, Promise<unknown>>();

export function ScenarioEditor({ scenarioId }: { scenarioId: string }) {
  /** Grows with each deliberate reload; nothing else replaces the open document. */
  const [generation, setGeneration] = useState(0);
  const scenario = useQuery({
    queryKey: editorKey(scenarioId),
    async queryFn() {
      await leaving.get(scenarioId);
      return scenarioApi.get(scenarioId);
    },
    // The open document is the editor's own; a refetch would compete with it.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    // Opened again, what is known from before may be old: a rename, somebody else's edits.
    refetchOnMount: "always",
  });
  if (scenario.isPending || !scenario.isFetchedAfterMount) return <EditorSkeleton />;
  // An open document stays, whatever became of an attempt to load it anew.
  if (scenario.isError && !scenario.data) {
    return (
      <DetailError
        what="scenario"
        listHref="/scenarios"
        listLabel="All scenarios"
        error={scenario.error}
        onRetry={scenario.refetch}
      />
    );
  }
  return (
    <OpenScenario
      key={`${scenarioId}:${generation}`}
      scenario={scenario.data}
      onReload={async (dropUnsaved) => {
        await scenario.refetch({ throwOnError: true });
        dropUnsaved();
        setGeneration((count) => count + 1);
      }}
    />
  );
}

function OpenScenario({
  scenario,
  onReload,
}: {
  scenario: Scenario;
  /** Opens what the server has; `dropUnsaved` is called once that is there. */
  onReload: (dropUnsaved: () => void) => Promise<unknown>;
}) {
  const url = useShownUrl();
  const isReadOnly = !usePermission("scenarios:write");
  const [store] = useState(() => createEditorStore(scenario, url.shown, { isReadOnly }));
  useShownInUrl(store, url);
  useLeaving(store);
  useShortcuts(store);
  useClipboardKeys(store);
  useNetwork(store);
  useFocusKeeper(store);
  // Signed out, the banner says so and what is here stays here.
  useEffect(() => holdPage(), []);
  return (
    <EditorContext value={store}>
      <ReactFlowProvider>
        <div data-full-height className="flex h-[calc(100dvh-3rem)] min-h-96 flex-col md:h-dvh">
          <h1 className="sr-only">Scenario editor</h1>
          <TopBar />
          <SaveBanner
            onReload={() =>
              onReload(() => {
                store.autosave.forget();
                keepTexts(scenario.id, {});
              })
            }
          />
          {isReadOnly ? null : <RecoveryBanner />}
          <MissedNote scenarioId={scenario.id} />
          <FailingBanner
            scenarioId={scenario.id}
            onShow={(nodeId) => store.getState().focusField(nodeId)}
          />
          <Workspace />
          <RunsPanel />
          <Announcer />
          <StoredSecrets />
          <ShortcutSheet />
          <LeaveGuard />
        </div>
      </ReactFlowProvider>
    </EditorContext>
  );
}

/** The draft to be edited, or to be read by those who may not, or a run or a version to be read. */
function Workspace() {
  const shown = useEditor((state) => state.shown);
  const isReadOnly = useEditor((state) => state.isReadOnly);
  return (
    <div className="relative flex min-h-0 flex-1 max-md:flex-col">
      {shown && "runId" in shown ? (
        <RunView key={shown.runId} runId={shown.runId} />
      ) : shown ? (
        <VersionView key={shown.version} number={shown.version} />
      ) : isReadOnly ? (
        <DraftView />
      ) : (
        <>
          <Palette />
          <Canvas />
          <Inspector />
        </>
      )}
    </div>
  );
}

/** Says what has just happened to those who can't see it. */
function Announcer() {
  const text = useEditor((state) => state.announcement);
  return (
    <p aria-live="polite" data-announcement className="sr-only">
      {text}
    </p>
  );
}

/** Where this instance may send to, for the warnings beside addresses. */
function useNetwork(store: EditorStore) {
  const settings = useQuery({
    queryKey: settingsKeys.all,
    queryFn: ({ signal }) => apiFetch<Settings>("/api/v1/settings", { signal }),
    staleTime: 60_000,
  });
  useEffect(() => {
    store.setState({ network: settings.data ?? null });
  }, [settings.data, store]);
}

/** Warns before unsaved changes are lost; leaving within the app saves them. */
function useLeaving(store: EditorStore) {
  const queryClient = useQueryClient();
  useEffect(() => {
    const { scenarioId, drain } = store.getState();
    const warn = (event: BeforeUnloadEvent) => {
      const { pendingTexts, renames } = store.getState();
      const isPending = Object.keys(pendingTexts).length > 0 || renames > 0;
      if (store.autosave.isDirty() || isPending) event.preventDefault();
    };
    const online = () => void drain();
    window.addEventListener("beforeunload", warn);
    window.addEventListener("online", online);
    return () => {
      window.removeEventListener("beforeunload", warn);
      window.removeEventListener("online", online);
      // A field hands on what is typed in it when it goes, which is after this.
      const done = Promise.resolve().then(drain);
      void done.finally(() => {
        store.autosave.stop();
        if (leaving.get(scenarioId) === done) leaving.delete(scenarioId);
        void queryClient.invalidateQueries({ queryKey: scenarioKeys.lists });
      });
      leaving.set(scenarioId, done);
    };
  }, [store, queryClient]);
}

/** As tall and as wide as what it stands for. */
function EditorSkeleton() {
  return (
    <div data-full-height className="flex h-[calc(100dvh-3rem)] flex-col md:h-dvh">
      <LoadingNote what="the scenario" />
      <div className="box-content flex h-14 shrink-0 items-center gap-3 border-b bg-surface max-md:h-22">
        <Skeleton className="mx-3 h-5 w-48" />
      </div>
      <div className="flex min-h-0 flex-1">
        <div className="w-52 border-r bg-surface max-md:hidden" />
        <div className="flex-1" />
        <div className="w-80 border-l bg-surface max-md:hidden" />
      </div>
      <div className="box-content h-9 shrink-0 border-t bg-surface max-md:hidden" />
    </div>
  );
}
