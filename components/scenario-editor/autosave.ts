/** Saves a changing document in order, one request at a time. Knows neither React nor the store. */

export const AUTOSAVE_DELAY_MS = 500;
const RETRY_FIRST_MS = 2_000;
const RETRY_MAX_MS = 30_000;

export type SaveState =
  | { kind: "saved"; at: Date | null }
  | { kind: "saving" }
  | { kind: "failed"; why: string; isSignedOut?: boolean }
  | { kind: "conflict"; currentRevision: number };

export interface AutosaveOptions<T> {
  revision: number;
  /** The document as it is now. */
  read: () => T;
  /** Saves on top of a revision; resolves to the new one. */
  write: (baseRevision: number, document: T) => Promise<number>;
  /** `conflict` names the current revision; `retry` asks for another try later. */
  classify: (error: unknown) => {
    why: string;
    conflict?: number;
    retry: boolean;
    isSignedOut?: boolean;
  };
  onState: (state: SaveState) => void;
}

export interface Autosave {
  /** The document changed: save it soon. */
  touch: () => void;
  /** Saves what is unsaved now; true when everything is saved. */
  drain: () => Promise<boolean>;
  /** After a conflict: saves on top of the other's revision. */
  overwrite: () => Promise<boolean>;
  isDirty: () => boolean;
  /** The server's revision was heard of; a higher one than ours was saved by somebody else. */
  sawRevision: (seen: number) => void;
  /** Stops waiting; a request under way is left to finish. */
  stop: () => void;
  /** What is unsaved is kept elsewhere: nothing is to be saved or warned of any more. */
  forget: () => void;
}

export function createAutosave<T>(options: AutosaveOptions<T>): Autosave {
  let { revision } = options;
  let edits = 0;
  let savedEdits = 0;
  let state: SaveState = { kind: "saved", at: null };
  let running: Promise<boolean> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  const isDirty = () => edits !== savedEdits;
  const enter = (next: SaveState) => {
    state = next;
    options.onState(next);
  };
  const schedule = (delayMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void drain(), delayMs);
  };

  async function save(): Promise<boolean> {
    enter({ kind: "saving" });
    while (isDirty()) {
      const saving = edits;
      try {
        revision = await options.write(revision, options.read());
      } catch (error) {
        const { why, conflict, retry, isSignedOut } = options.classify(error);
        if (conflict !== undefined) enter({ kind: "conflict", currentRevision: conflict });
        else enter({ kind: "failed", why, isSignedOut });
        if (retry) schedule(Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** failures++));
        return false;
      }
      savedEdits = saving;
      failures = 0;
    }
    enter({ kind: "saved", at: new Date() });
    return true;
  }

  function drain(): Promise<boolean> {
    clearTimeout(timer);
    if (running) return running;
    if (state.kind === "conflict") return Promise.resolve(false);
    if (!isDirty()) return Promise.resolve(true);
    running = save().finally(() => {
      running = null;
    });
    return running;
  }

  return {
    touch() {
      edits += 1;
      if (state.kind === "conflict") return;
      if (state.kind === "saved") enter({ kind: "saving" });
      if (!running) schedule(AUTOSAVE_DELAY_MS);
    },
    drain,
    overwrite() {
      if (state.kind !== "conflict") return drain();
      revision = state.currentRevision;
      enter({ kind: "saving" });
      return drain();
    },
    isDirty,
    sawRevision(seen) {
      // A save under way makes it grow itself.
      if (running || seen <= revision || state.kind === "conflict") return;
      clearTimeout(timer);
      enter({ kind: "conflict", currentRevision: seen });
    },
    stop: () => clearTimeout(timer),
    forget() {
      clearTimeout(timer);
      savedEdits = edits;
    },
  };
}
