"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { toast } from "sonner";
import { usePermission } from "@/components/access";
import { ApiProblem, scenarioKeys } from "@/components/api";
import { reasonOf } from "@/components/scenarios/api";
import { Button } from "@/components/ui/button";
import { liveSentence } from "@/lib/scenarios/live-sentence";
import { useEditor, useEditorStore } from "../context";
import { allProblems } from "../derived";
import { faultLine, groupFaults } from "../faults";
import { FirstSteps, TOAST_ID, TOAST_MS, useTestOrder } from "./first-steps";
import { PublishDialog } from "./publish-dialog";

/** Makes the draft the live version, or stops the scenario. */
export function PublishButtons({ onProblems }: { onProblems: () => void }) {
  const store = useEditorStore();
  const queryClient = useQueryClient();
  const [asks, setAsks] = useState(false);
  const { status, publishedVersion, hasUnpublishedChanges } = useEditor((state) => state.published);
  const hasProblems = useEditor((state) => allProblems(state).length > 0);
  const isSaving = useEditor((state) => state.save.kind !== "saved");
  const mayOrder = usePermission("orders:write");
  const tryIt = useTestOrder();
  const refreshLists = () => void queryClient.invalidateQueries({ queryKey: scenarioKeys.lists });

  const activate = useMutation({
    mutationFn: async () => {
      const { published, activate } = store.getState();
      return { wasActive: published.status === "active", faults: await activate() };
    },
    onSuccess({ wasActive, faults }) {
      setAsks(false);
      const [first] = faults;
      const { say, focusField } = store.getState();
      if (!first) {
        const text = wasActive ? "The changes are live." : "The scenario is active.";
        toast.success(text, {
          id: TOAST_ID,
          description: wasActive ? (
            liveSentence(store.getState().history.present)
          ) : (
            <FirstSteps graph={store.getState().history.present} onTry={mayOrder ? tryIt : null} />
          ),
          duration: TOAST_MS,
          // What goes live for the first time may have been meant for later.
          action: wasActive
            ? undefined
            : { label: "Take it back", onClick: () => deactivate.mutate() },
        });
        say(text);
        return;
      }
      const groups = groupFaults(faults, store.getState().history.present.nodes);
      toast.error(wasActive ? "The changes were not published." : "It was not activated.", {
        description: (
          <ul className="wrap-anywhere flex flex-col gap-1">
            {groups.map((group) => (
              <li key={group.message}>{faultLine(group)}</li>
            ))}
          </ul>
        ),
        duration: TOAST_MS,
        action: first.nodeId
          ? { label: "Show", onClick: () => focusField(first.nodeId ?? "", first.field) }
          : undefined,
      });
      if (first.nodeId) focusField(first.nodeId, first.field);
    },
    onError: (error) => {
      const isOvertaken = error instanceof ApiProblem && "currentVersion" in error.extra;
      setAsks(isOvertaken);
      toast.error(
        isOvertaken
          ? "Somebody else has published a version meanwhile. See what yours would change of it."
          : reasonOf(error),
      );
    },
    onSettled: refreshLists,
  });
  const deactivate = useMutation({
    mutationFn: () => store.getState().deactivate(),
    onSuccess: () => {
      const text = "The scenario is paused; it starts no more runs.";
      toast.success(text, { id: TOAST_ID });
      store.getState().say(text);
    },
    onError: (error) => toast.error(reasonOf(error)),
    onSettled: refreshLists,
  });
  const isActive = status === "active";
  const publish = () => {
    if (hasProblems) {
      const what = isActive ? "The changes can't be published" : "The scenario can't be activated";
      toast.error(`${what} yet; see the problems.`);
      onProblems();
    } else if (publishedVersion !== null && (hasUnpublishedChanges || isSaving)) {
      // Somebody who changes what is live should see what that comes to.
      void store.getState().drain();
      setAsks(true);
    } else {
      activate.mutate();
    }
  };

  return (
    <>
      {isActive ? (
        <Button size="sm" busy={deactivate.isPending} onClick={() => deactivate.mutate()}>
          Deactivate
        </Button>
      ) : null}
      {!isActive || hasUnpublishedChanges || isSaving ? (
        <Button size="sm" variant="primary" busy={activate.isPending} onClick={publish}>
          {isActive ? (
            <span>
              Publish<span className="max-sm:sr-only"> changes</span>
            </span>
          ) : (
            "Activate"
          )}
        </Button>
      ) : null}
      <PublishDialog
        open={asks}
        onOpenChange={setAsks}
        busy={activate.isPending}
        onPublish={() => activate.mutate()}
      />
    </>
  );
}
