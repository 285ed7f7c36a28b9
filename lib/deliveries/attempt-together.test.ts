import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { attemptTogether } from "./attempt-together";

const { attemptDelivery } = vi.hoisted(() => ({ attemptDelivery: vi.fn() }));
vi.mock("@/lib/deliveries/attempt-delivery", () => ({ attemptDelivery }));
vi.mock("@/lib/log", () => ({ log: { warn: vi.fn() } }));

beforeEach(() => {
  vi.useFakeTimers();
  attemptDelivery.mockReset();
});
afterEach(() => {
  vi.useRealTimers();
});

const arrived = { status: "succeeded", nextAttemptAt: null };
const waits = { status: "retrying", nextAttemptAt: "2026-11-27T10:00:00.000Z" };
const never = () => new Promise<never>(() => {});

/** Each test has a host of its own: what is known of one lasts. */
let hosts = 0;
const aHost = () => `host-${++hosts}.example`;

/** What comes of the attempts of deliveries `a`, `b`, … */
function attempts(outcomes: Record<string, () => Promise<unknown>>) {
  attemptDelivery.mockImplementation(({ deliveryId }: { deliveryId: string }) =>
    outcomes[deliveryId]?.(),
  );
  return Object.keys(outcomes);
}

describe("attempts of a batch", () => {
  it("are the first ones of its deliveries, and the end of those that arrive", async () => {
    const deliveryIds = attempts({ a: async () => arrived, b: async () => arrived });
    expect(await attemptTogether({ deliveryIds, targetHost: aHost() })).toEqual({ unfinished: [] });
    expect(attemptDelivery.mock.calls.map(([request]) => request)).toEqual(
      deliveryIds.map((deliveryId) => ({
        deliveryId,
        stepKey: "auto-1",
        trigger: "automatic",
        scheduled: 1,
      })),
    );
  });

  it("leave to go on alone what needs another attempt, and what could not be recorded", async () => {
    const deliveryIds = attempts({
      a: async () => arrived,
      b: async () => waits,
      c: () => Promise.reject(new Error("no database")),
    });
    const { unfinished } = await attemptTogether({ deliveryIds, targetHost: aHost() });
    expect(unfinished).toEqual(["b", "c"]);
  });

  it("wait for the slowest two seconds; what is under way then goes on alone", async () => {
    const deliveryIds = attempts({ a: never, b: async () => arrived });
    const together = attemptTogether({ deliveryIds, targetHost: aHost() });
    let isOver = false;
    void together.then(() => {
      isOver = true;
    });
    await vi.advanceTimersByTimeAsync(1_999);
    expect(isOver).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    expect(await together).toEqual({ unfinished: ["a"] });
  });
});

describe("a batch of more than eight", () => {
  const MANY = Array.from({ length: 12 }, (_, n) => `d${n}`);

  it("makes eight attempts at a time, until it has made them all", async () => {
    const ends: (() => void)[] = [];
    const held = () => new Promise((resolve) => ends.push(() => resolve(arrived)));
    const deliveryIds = attempts(Object.fromEntries(MANY.map((id) => [id, held])));
    const together = attemptTogether({ deliveryIds, targetHost: aHost() });
    await vi.advanceTimersByTimeAsync(0);
    expect(ends).toHaveLength(8);
    ends.shift()?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(attemptDelivery).toHaveBeenCalledTimes(9);
    while (ends.length > 0) {
      ends.shift()?.();
      await vi.advanceTimersByTimeAsync(0);
    }
    expect(await together).toEqual({ unfinished: [] });
    expect(attemptDelivery).toHaveBeenCalledTimes(12);
  });

  it("makes the next one while what came of one is recorded", async () => {
    const answers: (() => void)[] = [];
    attemptDelivery.mockImplementation((_, onAnswered: () => void) => {
      answers.push(onAnswered);
      return never();
    });
    void attemptTogether({ deliveryIds: MANY, targetHost: aHost() });
    await vi.advanceTimersByTimeAsync(0);
    expect(answers).toHaveLength(8);
    answers[0]?.();
    await vi.advanceTimersByTimeAsync(0);
    expect(answers).toHaveLength(9);
  });

  it("leaves those to go on alone that have not begun when one takes long", async () => {
    const deliveryIds = attempts(Object.fromEntries(MANY.map((id) => [id, never])));
    const together = attemptTogether({ deliveryIds, targetHost: aHost() });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(await together).toEqual({ unfinished: MANY });
    expect(attemptDelivery).toHaveBeenCalledTimes(8);
  });
});

describe("a target that was slow", () => {
  it("gets no more batches for five minutes, while others do", async () => {
    const targetHost = aHost();
    const slow = attemptTogether({ deliveryIds: attempts({ a: never }), targetHost });
    await vi.advanceTimersByTimeAsync(2_000);
    await slow;
    attemptDelivery.mockClear();
    const deliveryIds = attempts({ b: async () => arrived, c: async () => arrived });
    await vi.advanceTimersByTimeAsync(5 * 60_000 - 1);
    expect(await attemptTogether({ deliveryIds, targetHost })).toEqual({ unfinished: ["b", "c"] });
    expect(attemptDelivery).not.toHaveBeenCalled();
    expect(await attemptTogether({ deliveryIds, targetHost: aHost() })).toEqual({ unfinished: [] });
    await vi.advanceTimersByTimeAsync(1);
    expect(await attemptTogether({ deliveryIds, targetHost })).toEqual({ unfinished: [] });
  });
});
