import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { noteRouted, untilRouted } from "./routed";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Whether a wait is over, as it is now. */
function watch(wait: Promise<void>): () => Promise<boolean> {
  let isOver = false;
  void wait.then(() => {
    isOver = true;
  });
  return async () => {
    await vi.advanceTimersByTimeAsync(0);
    return isOver;
  };
}

it("waits until all of the events have been routed, in whatever order", async () => {
  const isOver = watch(untilRouted(["a", "b"], 100));
  noteRouted(["b", "of nobody"]);
  expect(await isOver()).toBe(false);
  noteRouted(["a"]);
  expect(await isOver()).toBe(true);
});

it("does not wait for longer than it is told to", async () => {
  const isOver = watch(untilRouted(["a"], 100));
  await vi.advanceTimersByTimeAsync(99);
  expect(await isOver()).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect(await isOver()).toBe(true);
});

it("does not wait for nothing", async () => {
  expect(await watch(untilRouted([], 100))()).toBe(true);
});
