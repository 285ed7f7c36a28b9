import type { EditorStore } from "./store";

/** Recovery keeps a copy of the document; what the document can't hold is in no copy. */
const KEPT = "It is kept in this tab alone, and offered to you when you come back.";

/**
 * Why what is on screen will not be saved by itself, and what becomes of it when somebody leaves, in
 * words; null when it is saved or will be.
 */
export function whyUnsaved({ getState, autosave }: EditorStore): string | null {
  const { save, pendingTexts } = getState();
  if (Object.keys(pendingTexts).length > 0) {
    return "The JSON being typed is not complete. It is lost if you leave.";
  }
  if (save.kind === "failed") return `Your work is not saved: ${save.why} ${KEPT}`;
  if (save.kind === "conflict" && autosave.isDirty()) {
    return `Your work is not saved: the scenario was changed elsewhere. ${KEPT}`;
  }
  return null;
}
