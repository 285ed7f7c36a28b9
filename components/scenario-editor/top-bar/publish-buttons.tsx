"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { toast } from "sonner";
import { scenarioKeys } from "@/components/api";
import { reasonOf } from "@/components/scenarios/api";
import { Button } from "@/components/ui/button";
import { useEditor, useEditorStore } from "../context";

/** Makes the draft the live version, or stops the scenario. */
export function PublishButtons({ onProblems }: { onProblems: () => void }) {
  const store = useEditorStore();
  const queryClient = useQueryClient();
  const { status, hasUnpublishedChanges } = useEditor((state) => state.published);
  const hasProblems = useEditor((state) => state.problems.length > 0);
  const isSaving = useEditor((state) => state.save.kind !== "saved");
  const refreshLists = () => void queryClient.invalidateQueries({ queryKey: scenarioKeys.lists });

  const activate = useMutation({
    mutationFn: () => store.getState().activate(),
    onSuccess(faults) {
      const [first] = faults;
      if (!first) {
        toast.success(status === "active" ? "The changes are live." : "The scenario is active.");
        return;
      }
      toast.error(faults.map(({ message }) => message).join(" "));
      if (first.nodeId) store.getState().focusField(first.nodeId, first.field);
    },
    onError: (error) => toast.error(reasonOf(error)),
    onSettled: refreshLists,
  });
  const deactivate = useMutation({
    mutationFn: () => store.getState().deactivate(),
    onSuccess: () => toast.success("The scenario is paused; it starts no more runs."),
    onError: (error) => toast.error(reasonOf(error)),
    onSettled: refreshLists,
  });
  const publish = () => {
    if (!hasProblems) return activate.mutate();
    toast.error("The scenario can't be activated yet; see its problems.");
    onProblems();
  };

  const isActive = status === "active";
  return (
    <>
      {isActive ? (
        <Button size="sm" busy={deactivate.isPending} onClick={() => deactivate.mutate()}>
          Deactivate
        </Button>
      ) : null}
      {!isActive || hasUnpublishedChanges || isSaving ? (
        <Button size="sm" variant="primary" busy={activate.isPending} onClick={publish}>
          {isActive ? "Publish changes" : "Activate"}
        </Button>
      ) : null}
    </>
  );
}
