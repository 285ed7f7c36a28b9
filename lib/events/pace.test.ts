import { expect, it } from "vitest";
import { pauseFor, recentUtilization } from "./pace";

it.each([
  [0, 0],
  [0.5, 0],
  [0.6, 20],
  [0.75, 50],
  [1, 100],
])("of a process that is busy for %d of its time messages gather for %d ms", (share, pauseMs) => {
  expect(pauseFor(share)).toBe(pauseMs);
});

it("goes by the time since it was asked before", async () => {
  recentUtilization();
  const until = performance.now() + 30;
  await new Promise((resolve) => setImmediate(resolve));
  while (performance.now() < until);
  await new Promise((resolve) => setImmediate(resolve));
  const busy = recentUtilization();
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(recentUtilization()).toBeLessThan(busy);
});
