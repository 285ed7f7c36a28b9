import { expect, test } from "vitest";
import { edgeLook } from "./edge-look";

test("connections into done, failed, waiting, skipped and open nodes differ, without colour too", () => {
  expect(edgeLook("succeeded", "succeeded")).toEqual({ color: "var(--success)" });
  expect(edgeLook("succeeded", "failed")).toEqual({ color: "var(--danger)" });
  const waiting = edgeLook("succeeded", "waiting");
  const skipped = edgeLook("failed", "skipped");
  const open = edgeLook("waiting", "pending");
  expect(waiting.isAnimated).toBe(true);
  expect(skipped.dash).toBeDefined();
  expect(open.dash).toBeDefined();
  expect(skipped.dash).not.toBe(open.dash);
});

test("a skipped node's connections are drawn as unused, whatever they come from", () => {
  expect(edgeLook("succeeded", "skipped")).toEqual(edgeLook("skipped", "skipped"));
  expect(edgeLook("succeeded", "cancelled")).toEqual(edgeLook("skipped", "skipped"));
});

test("where nothing is known of a node yet, the run has not come there", () => {
  expect(edgeLook("succeeded", undefined)).toEqual(edgeLook(undefined, undefined));
});
