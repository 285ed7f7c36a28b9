"use client";

import { useEffect, useState } from "react";
import { freshId } from "./add-node";
import { keepUnsaved } from "./keep-unsaved";
import { isStored, type RecoveryCopy, readCopies, removeCopy, tabStorage } from "./recovery-copy";
import type { EditorStore } from "./store";

/**
 * Keeps this tab's unsaved work, and returns the newest copy that an earlier visit left behind, if
 * any, until it is settled: restored and kept anew, or not wanted.
 */
export function useRecovery(store: EditorStore) {
  const { scenarioId } = store.getState();
  const [storage] = useState(tabStorage);
  const [id] = useState(() => freshId("e"));
  const [offers, setOffers] = useState(() => (storage ? leftBehind(storage, store) : []));

  useEffect(() => {
    const { flush, stop } = keepUnsaved(store, storage, id);
    window.addEventListener("pagehide", flush);
    return () => {
      window.removeEventListener("pagehide", flush);
      flush();
      // Left within the app, it is saved still, with what fields hand on when they go.
      void Promise.resolve()
        .then(store.getState().drain)
        .finally(() => {
          stop();
          flush();
        });
    };
  }, [store, storage, id]);

  const settle = (copy: RecoveryCopy) => {
    if (!storage) return;
    removeCopy(storage, scenarioId, copy.id);
    setOffers((current) => current.filter((offer) => offer !== copy));
  };
  return { offer: offers[0] ?? null, settle };
}

/** The copies of earlier visits; one that the server has after all, its answer lost, is no more needed. */
function leftBehind(storage: Storage, store: EditorStore): RecoveryCopy[] {
  const { scenarioId, history } = store.getState();
  return readCopies(storage, scenarioId).filter((copy) => {
    const isSaved = isStored(copy, history.present);
    if (isSaved) removeCopy(storage, scenarioId, copy.id);
    return !isSaved;
  });
}
