"use client";

import { useCallback, useSyncExternalStore } from "react";

const listeners = new Set<() => void>();
const none: readonly string[] = [];
const read = new Map<string, { text: string | null; keys: readonly string[] }>();

/** The same list as long as the stored text is the same. */
function hiddenIn(name: string): readonly string[] {
  let text: string | null = null;
  try {
    text = localStorage.getItem(name);
  } catch {
    // A browser that keeps nothing for this page: all columns are shown.
  }
  const known = read.get(name);
  if (known?.text === text) return known.keys;
  const keys = text ? text.split(",") : none;
  read.set(name, { text, keys });
  return keys;
}

/** Which columns of a list somebody does not want to see; kept in this browser. */
export function useHiddenColumns(list: string) {
  const name = `columns.${list}`;
  const hidden = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => hiddenIn(name),
    () => none,
  );
  const setHidden = useCallback(
    (keys: readonly string[]) => {
      try {
        if (keys.length > 0) localStorage.setItem(name, keys.join(","));
        else localStorage.removeItem(name);
      } catch {
        return;
      }
      for (const listener of listeners) listener();
    },
    [name],
  );
  return [hidden, setHidden] as const;
}
