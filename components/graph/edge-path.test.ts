import { describe, expect, test } from "vitest";
import { edgePath } from "./edge-path";
import { NODE_HEIGHT, NODE_WIDTH } from "./layout";

/** Cards by their top left corner; the line goes from the right of one to the left of the other. */
const between = (from: { x: number; y: number }, to: { x: number; y: number }) =>
  edgePath({
    sourceX: from.x + NODE_WIDTH,
    sourceY: from.y + NODE_HEIGHT / 2,
    targetX: to.x,
    targetY: to.y + NODE_HEIGHT / 2,
  });

/** The points that a path names, its start, turns and end. */
const points = (path: string) =>
  [...path.matchAll(/(-?[\d.]+)[ ,](-?[\d.]+)/g)].map(
    ([, x, y]) => [Number(x), Number(y)] as const,
  );

describe("the line of a connection", () => {
  test("forwards, it begins and ends at the cards", () => {
    const { path, middle } = between({ x: 0, y: 0 }, { x: 400, y: 80 });
    const all = points(path);
    expect(all[0]).toEqual([NODE_WIDTH, NODE_HEIGHT / 2]);
    expect(all.at(-1)).toEqual([400, 80 + NODE_HEIGHT / 2]);
    expect(middle).toEqual({ x: (NODE_WIDTH + 400) / 2, y: 40 + NODE_HEIGHT / 2 });
  });

  test.each([
    ["in one row", { x: 600, y: 0 }, { x: 0, y: 0 }],
    ["in rows that nearly touch", { x: 600, y: 0 }, { x: 0, y: 60 }],
    ["far below", { x: 600, y: 0 }, { x: 0, y: 400 }],
    ["far above", { x: 600, y: 400 }, { x: 0, y: 0 }],
  ])("backwards, it passes beside the cards: %s", (_, from, to) => {
    const { middle } = between(from, to);
    for (const card of [from, to]) {
      const isInside = middle.y > card.y && middle.y < card.y + NODE_HEIGHT;
      expect(isInside).toBe(false);
    }
    const ends = points(between(from, to).path);
    expect(Math.max(...ends.map(([x]) => x))).toBeGreaterThan(from.x + NODE_WIDTH);
    expect(Math.min(...ends.map(([x]) => x))).toBeLessThan(to.x);
  });
});
