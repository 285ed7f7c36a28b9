import { describe, expect, it } from "vitest";
import { MESSAGES_PER_WINDOW, mayReceive, WINDOW_MS } from "./pace";

describe("the pace of an inbox", () => {
  it("is bounded for each inbox, and free again in the next window", () => {
    for (let count = 0; count < MESSAGES_PER_WINDOW; count++) {
      expect(mayReceive("inb_a", 1000)).toBe(true);
    }
    expect(mayReceive("inb_a", 1000)).toBe(false);
    expect(mayReceive("inb_b", 1000)).toBe(true);
    expect(mayReceive("inb_a", 1000 + WINDOW_MS)).toBe(true);
  });
});
