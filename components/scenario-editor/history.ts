/** Undo by whole documents: they share all that did not change, so an entry costs little. */

export const HISTORY_MAX = 200;
/** Edits of the same field closer together than this are one entry. */
export const BURST_MS = 1000;

export interface History<T> {
  past: T[];
  present: T;
  future: T[];
  burst: { key: string; at: number } | null;
}

export function startHistory<T>(present: T): History<T> {
  return { past: [], present, future: [], burst: null };
}

/**
 * Adds `next` as the present.
 * @param burst edits with the same key in quick succession become one entry
 * @param now Unix milliseconds
 */
export function record<T>(history: History<T>, next: T, now: number, burst?: string): History<T> {
  const last = history.burst;
  const continues = burst !== undefined && last?.key === burst && now - last.at < BURST_MS;
  return {
    past: continues ? history.past : [...history.past, history.present].slice(-HISTORY_MAX),
    present: next,
    future: [],
    burst: burst === undefined ? null : { key: burst, at: now },
  };
}

export function undo<T>(history: History<T>): History<T> {
  const previous = history.past.at(-1);
  if (previous === undefined) return history;
  return {
    past: history.past.slice(0, -1),
    present: previous,
    future: [history.present, ...history.future],
    burst: null,
  };
}

export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { past: [...history.past, history.present], present: next, future, burst: null };
}

/** Rewrites every document without making an entry. */
export function rewrite<T>(history: History<T>, change: (document: T) => T): History<T> {
  return {
    past: history.past.map(change),
    present: change(history.present),
    future: history.future.map(change),
    burst: history.burst,
  };
}
