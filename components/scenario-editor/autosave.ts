/** Saves a changing document in order, one request at a time. Knows neither React nor the store. */

/** After the last edit… */
export const AUTOSAVE_DELAY_MS = 500;
/** …but no later than this after the first that is not saved, however long somebody types. */
export const AUTOSAVE_MAX_WAIT_MS = 3_000;
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
  /** The revision of the server that this document stands on. */
  revision: () => number;
  /** The document changed: save it soon. */
  touch: () => void;
  /** Saves what is unsaved now; true when everything is saved. */
  drain: () => Promise<boolean>;
  /** After a conflict: saves what is here on top of the revision of the other that was looked at. */
  overwrite: (seenRevision: number) => Promise<boolean>;
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
  /** When the oldest edit that is not saved was made, in Unix milliseconds. */
  let dirtySince = 0;
  /** How many callers wait until all is saved. */
  let draining = 0;
  /** Whether the last save has no answer: the server may have taken it. */
  let isUnanswered = false;

  const isDirty = () => edits !== savedEdits;
  const enter = (next: SaveState) => {
    state = next;
    options.onState(next);
  };
  const schedule = (delayMs: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void run(), delayMs);
  };
  const scheduleSave = () =>
    schedule(Math.min(AUTOSAVE_DELAY_MS, dirtySince + AUTOSAVE_MAX_WAIT_MS - Date.now()));

  async function save(): Promise<boolean> {
    enter({ kind: "saving" });
    do {
      const saving = edits;
      const begun = Date.now();
      try {
        revision = await options.write(revision, options.read());
      } catch (error) {
        const { why, conflict, retry, isSignedOut } = options.classify(error);
        if (conflict !== undefined) enter({ kind: "conflict", currentRevision: conflict });
        else enter({ kind: "failed", why, isSignedOut });
        isUnanswered = retry;
        dirtySince = Date.now();
        if (retry) schedule(Math.min(RETRY_MAX_MS, RETRY_FIRST_MS * 2 ** failures++));
        return false;
      }
      savedEdits = saving;
      dirtySince = begun;
      failures = 0;
      isUnanswered = false;
    } while (isDirty() && draining > 0);
    if (isDirty()) {
      // Somebody goes on typing: that is saved with the next pause.
      scheduleSave();
      return false;
    }
    enter({ kind: "saved", at: new Date() });
    return true;
  }

  function run(): Promise<boolean> {
    clearTimeout(timer);
    if (running) return running;
    if (state.kind === "conflict") return Promise.resolve(false);
    if (!isDirty()) return Promise.resolve(true);
    running = save().finally(() => {
      running = null;
    });
    return running;
  }

  async function drain(): Promise<boolean> {
    draining += 1;
    try {
      let isSaved = await run();
      // The save that was under way may have ended just before it was asked for all.
      while (!isSaved && isDirty() && state.kind === "saving") isSaved = await run();
      return isSaved;
    } finally {
      draining -= 1;
    }
  }

  return {
    revision: () => revision,
    touch() {
      if (!isDirty()) dirtySince = Date.now();
      edits += 1;
      if (state.kind === "conflict") return;
      if (state.kind === "saved") enter({ kind: "saving" });
      if (!running) scheduleSave();
    },
    drain,
    async overwrite(seenRevision) {
      if (state.kind !== "conflict") return drain();
      revision = seenRevision;
      enter({ kind: "saving" });
      // What was not edited here is to take the other's place all the same.
      if (!isDirty()) edits += 1;
      return drain();
    },
    isDirty,
    sawRevision(seen) {
      // A save under way makes it grow itself.
      if (running || seen <= revision || state.kind === "conflict") return;
      // It may be our own save whose answer was lost; repeating it tells.
      if (isUnanswered && seen === revision + 1) return;
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
