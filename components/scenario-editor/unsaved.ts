import type { EditorStore, Kept } from "./store";

/** Recovery keeps a copy of the document; what the document can't hold is in no copy. */
const KEPT = "It is kept in this tab alone, and offered to you when you come back.";

/** There is no copy, which is to be known before the tab is closed. */
export const NO_ROOM =
  "This browser has no room for a copy of it either: leave the tab open until it is saved.";

/**
 * Why what is on screen will not be saved by itself, and what becomes of it when somebody leaves, in
 * words; null when it is saved or will be.
 */
export function whyUnsaved({ getState, autosave }: EditorStore): string | null {
  const { save, pendingTexts, keepNow } = getState();
  if (Object.keys(pendingTexts).length > 0) {
    return "The JSON being typed is not complete, so it is not saved. It is still here when you come back, until this tab is closed or loaded again.";
  }
  const why =
    save.kind === "failed"
      ? save.why
      : save.kind === "conflict" && autosave.isDirty()
        ? "the scenario was changed elsewhere."
        : null;
  if (why === null) return null;
  // What was typed in the last second, too.
  keepNow?.();
  return `Your work is not saved: ${why} ${fateOf(getState().kept)}`;
}

/** What becomes of unsaved work when it is left. */
function fateOf(kept: Kept | null): string {
  if (!kept?.isKept) return "This browser keeps no copy of it, so it is lost if you leave.";
  if (kept.leftOut.length === 0) return KEPT;
  return `${KEPT} Secrets are not: ${kept.leftOut.join(", ")}.`;
}
