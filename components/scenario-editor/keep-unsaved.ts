import { contentOf, removeCopy, writeContent } from "./recovery-copy";
import type { EditorStore } from "./store";

/** What the server takes within this time needs no copy. */
export const KEEP_AFTER_MS = 1_000;

/**
 * Keeps what is unsaved in `storage` for as long as it is unsaved, under one id, and tells the store
 * how much of it was kept. Without a storage nothing is.
 * @returns `flush` does so at once; `stop` ends it
 */
export function keepUnsaved(store: EditorStore, storage: Storage | null, id: string) {
  const { scenarioId } = store.getState();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    const { base, history } = store.getState();
    const content = store.autosave.isDirty() ? contentOf(base(), history.present) : null;
    const isKept =
      content !== null &&
      storage !== null &&
      writeContent(storage, scenarioId, { id, at: Date.now() }, content);
    // An older state of the document would be worse than none.
    if (!isKept && storage) removeCopy(storage, scenarioId, id);
    store.setState({ kept: content && { isKept, leftOut: content.leftOut } });
  };
  const unsubscribe = store.subscribe(({ history, save }, previous) => {
    if (save !== previous.save && !store.autosave.isDirty()) return flush();
    if (history.present === previous.history.present) return;
    timer ??= setTimeout(flush, KEEP_AFTER_MS);
  });
  store.setState({ keepNow: flush });
  const stop = () => {
    unsubscribe();
    clearTimeout(timer);
    store.setState({ keepNow: null });
  };
  return { flush, stop };
}
