import { afterEach, beforeEach, expect, test, vi } from "vitest";
import {
  AUTOSAVE_DELAY_MS,
  AUTOSAVE_MAX_WAIT_MS,
  createAutosave,
  type SaveState,
} from "./autosave";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a revision saved elsewhere is a conflict before anything is typed", async () => {
  const { autosave, edit, writes, states } = setUp();
  autosave.sawRevision(1);
  expect(states).toEqual([]);
  autosave.sawRevision(3);
  expect(states).toEqual(["conflict"]);
  edit();
  await vi.runAllTimersAsync();
  expect(writes).toEqual([]);
});

function setUp() {
  let document = 0;
  const writes: { baseRevision: number; document: number }[] = [];
  const states: SaveState["kind"][] = [];
  let answer: () => Promise<void> = async () => {};
  const autosave = createAutosave<number>({
    revision: 1,
    read: () => document,
    async write(baseRevision, sent) {
      writes.push({ baseRevision, document: sent });
      await answer();
      return baseRevision + 1;
    },
    classify: (error) => ({
      why: "why",
      retry: error === "retry",
      ...(error === "conflict" && { conflict: 9 }),
    }),
    onState: ({ kind }) => states.push(kind),
  });
  const edit = () => {
    document += 1;
    autosave.touch();
  };
  return { autosave, edit, writes, states, answerWith: (next: typeof answer) => (answer = next) };
}

test("nothing is saved before an edit", async () => {
  const { autosave, writes } = setUp();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(await autosave.drain()).toBe(true);
  expect(writes).toEqual([]);
});

test("a burst of edits is one save, half a second after the last", async () => {
  const { edit, writes, states } = setUp();
  for (let index = 0; index < 5; index++) {
    edit();
    await vi.advanceTimersByTimeAsync(AUTOSAVE_DELAY_MS - 1);
  }
  expect(writes).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(writes).toEqual([{ baseRevision: 1, document: 5 }]);
  expect(states.at(-1)).toBe("saved");
});

test("saves never overlap, and each names the revision of the one before", async () => {
  const { edit, writes, answerWith, autosave } = setUp();
  answerWith(() => new Promise((resolve) => setTimeout(resolve, 3000)));
  edit();
  await vi.advanceTimersByTimeAsync(1000);
  edit();
  await vi.advanceTimersByTimeAsync(1000);
  expect(writes).toHaveLength(1);
  expect(autosave.isDirty()).toBe(true);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(writes).toEqual([
    { baseRevision: 1, document: 1 },
    { baseRevision: 2, document: 2 },
  ]);
  expect(autosave.isDirty()).toBe(false);
});

test("a conflict stops saving until it is decided", async () => {
  const { edit, writes, states, answerWith, autosave } = setUp();
  answerWith(() => Promise.reject("conflict"));
  edit();
  expect(await autosave.drain()).toBe(false);
  edit();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(writes).toHaveLength(1);
  expect(states.at(-1)).toBe("conflict");
  answerWith(async () => {});
  expect(await autosave.overwrite(9)).toBe(true);
  expect(writes.at(-1)).toEqual({ baseRevision: 9, document: 2 });
});

test("mine replaces the revision that was looked at, also when nothing was edited here", async () => {
  const { autosave, writes, states } = setUp();
  autosave.sawRevision(3);
  expect(await autosave.overwrite(4)).toBe(true);
  expect(writes).toEqual([{ baseRevision: 4, document: 0 }]);
  expect(states.at(-1)).toBe("saved");
});

test("an outage is tried again by itself, a refusal only after the next edit", async () => {
  const { edit, writes, states, answerWith } = setUp();
  answerWith(() => Promise.reject("retry"));
  edit();
  await vi.advanceTimersByTimeAsync(AUTOSAVE_DELAY_MS + 2000);
  expect(writes).toHaveLength(2);
  answerWith(() => Promise.reject("refused"));
  await vi.advanceTimersByTimeAsync(4000);
  expect(writes).toHaveLength(3);
  await vi.advanceTimersByTimeAsync(120_000);
  expect(writes).toHaveLength(3);
  expect(states.at(-1)).toBe("failed");
  answerWith(async () => {});
  edit();
  await vi.advanceTimersByTimeAsync(AUTOSAVE_DELAY_MS);
  expect(states.at(-1)).toBe("saved");
});

test("a second conflict, met while the first is decided, leaves what is here and can be decided again", async () => {
  const { autosave, edit, writes, states, answerWith } = setUp();
  answerWith(() => Promise.reject("conflict"));
  edit();
  expect(await autosave.drain()).toBe(false);
  // Somebody saved once more between the comparison and the decision.
  expect(await autosave.overwrite(9)).toBe(false);
  expect(states.at(-1)).toBe("conflict");
  expect(autosave.isDirty()).toBe(true);
  answerWith(async () => {});
  expect(await autosave.overwrite(9)).toBe(true);
  expect(writes.map(({ document }) => document)).toEqual([1, 1, 1]);
});

test("a revision that is heard of while an answer is missing may be one's own: no conflict yet", async () => {
  const { autosave, edit, states, answerWith } = setUp();
  answerWith(() => Promise.reject("retry"));
  edit();
  await autosave.drain();
  autosave.sawRevision(2);
  expect(states.at(-1)).toBe("failed");
  answerWith(async () => {});
  await vi.runAllTimersAsync();
  expect(states.at(-1)).toBe("saved");
});

test("who never pauses is saved all the same, and not with every key", async () => {
  const { edit, writes, answerWith } = setUp();
  answerWith(() => new Promise((resolve) => setTimeout(resolve, 200)));
  const PAUSE_MS = 100;
  const keys = (4 * AUTOSAVE_MAX_WAIT_MS) / PAUSE_MS;
  for (let key = 0; key < keys; key++) {
    edit();
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
  }
  expect(writes.length).toBeGreaterThanOrEqual(3);
  expect(writes.length).toBeLessThanOrEqual(5);
  await vi.runAllTimersAsync();
  expect(writes.at(-1)?.document).toBe(keys);
});

test("draining waits for what is typed while a save is under way", async () => {
  const { edit, writes, answerWith, autosave } = setUp();
  answerWith(() => new Promise((resolve) => setTimeout(resolve, 200)));
  edit();
  await vi.advanceTimersByTimeAsync(AUTOSAVE_DELAY_MS + 1);
  edit();
  const drained = autosave.drain();
  await vi.advanceTimersByTimeAsync(400);
  expect(await drained).toBe(true);
  expect(writes.map(({ document }) => document)).toEqual([1, 2]);
});
