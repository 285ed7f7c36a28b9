"use client";

import { CircleAlert, CircleCheck, LoaderCircle } from "lucide-react";
import { useState } from "react";
import { Button, buttonStyles } from "@/components/ui/button";
import { useEditor, useEditorStore } from "../context";
import { NO_ROOM } from "../unsaved";
import { ConflictDialog } from "./conflict-dialog";

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** Whether something was edited here that is not saved; known anew with each edit. */
function useIsDirty(): boolean {
  const store = useEditorStore();
  return useEditor(({ history }) => history.present !== null && store.autosave.isDirty());
}

/** Whether what is on screen is safe, in a few words. */
export function SaveStateNote() {
  const save = useEditor((state) => state.save);
  const isIncomplete = useEditor((state) => Object.keys(state.pendingTexts).length > 0);
  const isEntering = useEditor((state) => state.openFields > 0);
  const isRenaming = useEditor((state) => state.renames > 0);
  const isDirty = useIsDirty();
  if (save.kind === "saved" && (isIncomplete || isEntering)) {
    return (
      <span role="status" className="flex items-center gap-1 text-warning text-xs">
        <CircleAlert aria-hidden className="size-3.5 shrink-0" />
        {isEntering ? "Not saved: still being entered" : "Not saved: incomplete JSON"}
      </span>
    );
  }
  if (save.kind === "saving" || (save.kind === "saved" && isRenaming)) {
    return (
      <span role="status" className="flex items-center gap-1 whitespace-nowrap text-muted text-xs">
        <LoaderCircle aria-hidden className="size-3.5 animate-spin" />
        Saving
      </span>
    );
  }
  if (save.kind === "saved") {
    return (
      <span role="status" className="flex items-center gap-1 whitespace-nowrap text-muted text-xs">
        <CircleCheck aria-hidden className="size-3.5" />
        {save.at ? `Saved ${clock.format(save.at)}` : "Saved"}
      </span>
    );
  }
  // The banner below says why at length.
  return (
    <span role="status" className="flex items-center gap-1 text-danger text-xs">
      <CircleAlert aria-hidden className="size-3.5 shrink-0" />
      {save.kind === "failed"
        ? "Not saved"
        : isDirty
          ? "Not saved: changed elsewhere"
          : "Changed elsewhere"}
    </span>
  );
}

/** What to do when a save failed, or when somebody else saved in between. */
export function SaveBanner({ onReload }: { onReload: () => Promise<unknown> }) {
  const save = useEditor((state) => state.save);
  const drain = useEditor((state) => state.drain);
  const isLost = useEditor(({ kept }) => kept !== null && !kept.isKept);
  const [comparing, setComparing] = useState(false);
  const [loading, setLoading] = useState(false);
  const isDirty = useIsDirty();
  const load = async () => {
    setLoading(true);
    await onReload().finally(() => setLoading(false));
  };
  if (save.kind === "failed") {
    return (
      <div role="alert" className={bannerStyles}>
        <p className="min-w-56 flex-1 break-words">
          Not saved: {save.why}
          {isLost ? ` ${NO_ROOM}` : null}
        </p>
        {save.isSignedOut ? (
          <a
            href="/sign-in"
            target="_blank"
            rel="noreferrer"
            className={buttonStyles({ size: "sm" })}
          >
            Sign in again
          </a>
        ) : null}
        <Button size="sm" onClick={() => void drain()}>
          Try again
        </Button>
      </div>
    );
  }
  if (save.kind !== "conflict") return null;
  return (
    <div role="alert" className={bannerStyles}>
      <p className="min-w-56 flex-1">
        {isDirty
          ? "Not saved: this scenario was changed elsewhere, in another tab or by somebody else. What you type now is not saved either."
          : "This scenario was changed elsewhere, in another tab or by somebody else. Nothing of yours is unsaved: load it, and go on with the newest."}
        {isLost ? ` ${NO_ROOM}` : null}
      </p>
      {isDirty ? null : (
        <Button size="sm" variant="primary" busy={loading} onClick={() => void load()}>
          Load it
        </Button>
      )}
      <Button size="sm" onClick={() => setComparing(true)}>
        Compare and decide
      </Button>
      <ConflictDialog open={comparing} onOpenChange={setComparing} onTheirs={onReload} />
    </div>
  );
}

const bannerStyles =
  "flex flex-wrap items-center gap-2 border-b bg-danger-soft px-3 py-2 text-danger text-sm";
