import { afterEach, describe, expect, it, vi } from "vitest";
import { type Manner, together } from "./together";

/** Work that ends when it is told to, and the batches that it was given. */
function heldWork() {
  const batches: number[][] = [];
  const ends: (() => void)[] = [];
  const work = (items: readonly number[]) => {
    batches.push([...items]);
    return new Promise<number[]>((resolve) => {
      ends.push(() => resolve(items.map((item) => item * 10)));
    });
  };
  return { batches, work, end: () => ends.shift()?.() };
}

const faults = {
  isFinal: (error: unknown) => error instanceof Error && error.message === "lost",
  isImpatience: (error: unknown) => error instanceof Error && error.message === "held",
};

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe("what is asked for together", () => {
  it("goes in one batch when it is asked for in one turn, and each gets its own answer", async () => {
    const { batches, work, end } = heldWork();
    const ask = together(work, { ...faults, atMost: 10, atOnce: 1 });
    const answers = Promise.all([ask(1), ask(2), ask(3)]);
    await turn();
    end();
    expect(await answers).toEqual([10, 20, 30]);
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it("is done at once when it is alone", async () => {
    const { batches, work } = heldWork();
    void together(work, { ...faults, atMost: 10, atOnce: 1 })(1);
    await turn();
    expect(batches).toEqual([[1]]);
  });

  it("waits while as many are under way as may be, and then goes together, so many at most", async () => {
    const { batches, work, end } = heldWork();
    const ask = together(work, { ...faults, atMost: 2, atOnce: 2 });
    const answers: Promise<number>[] = [];
    for (const item of [1, 2, 3, 4, 5, 6]) {
      answers.push(ask(item));
      await turn();
    }
    expect(batches).toEqual([[1], [2]]);
    end();
    await answers[0];
    await turn();
    expect(batches).toEqual([[1], [2], [3, 4]]);
    end();
    await answers[1];
    await turn();
    expect(batches).toEqual([[1], [2], [3, 4], [5, 6]]);
    end();
    end();
    expect(await Promise.all(answers)).toEqual([10, 20, 30, 40, 50, 60]);
  });
});

it("never puts two of the same key into one batch; the others go before the second", async () => {
  const { batches, work, end } = heldWork();
  const ask = together(work, {
    ...faults,
    atMost: 3,
    atOnce: 1,
    keyOf: (item) => String(item % 2),
  });
  const answers = Promise.all([ask(1), ask(3), ask(2), ask(5)]);
  for (const _ of [1, 2, 3]) {
    await turn();
    end();
  }
  expect(await answers).toEqual([10, 30, 20, 50]);
  expect(batches).toEqual([[1, 2], [3], [5]]);
});

describe("what fails", () => {
  const refuseTwo = async (items: readonly number[]) => {
    if (items.includes(2)) throw new Error("no two");
    return items.map((item) => item * 10);
  };

  it("fails alone: its neighbours are done by themselves", async () => {
    const ask = together(refuseTwo, { ...faults, atMost: 10, atOnce: 1 });
    expect(await Promise.allSettled([ask(1), ask(2), ask(3)])).toEqual([
      { status: "fulfilled", value: 10 },
      { status: "rejected", reason: new Error("no two") },
      { status: "fulfilled", value: 30 },
    ]);
  });

  it("alone is not tried again", async () => {
    let tries = 0;
    const ask = together(
      async () => {
        tries++;
        throw new Error("no");
      },
      { ...faults, atMost: 10, atOnce: 1 },
    );
    await expect(ask(1)).rejects.toThrow("no");
    expect(tries).toBe(1);
  });

  it("does not hold up what comes after it", async () => {
    const ask = together(refuseTwo, { ...faults, atMost: 1, atOnce: 1 });
    const [two, three] = [ask(2), ask(3)];
    await expect(two).rejects.toThrow("no two");
    expect(await three).toBe(30);
  });

  it("is told of when the work forgets an item, instead of being waited for without an end", async () => {
    const ask = together(async () => [], { ...faults, atMost: 1, atOnce: 1 });
    await expect(ask(1)).rejects.toThrow("did not tell of each");
  });
});

describe("what somebody else holds", () => {
  /** Items above 100 are held, and let go of when the test says so. */
  function work() {
    const tries: string[] = [];
    const letGo: (() => void)[] = [];
    const ask = together(
      async (items: readonly number[], { isPatient }: Manner) => {
        tries.push(`${items.join(" ")}${isPatient ? " patiently" : ""}`);
        if (!items.some((item) => item > 100)) return items.map((item) => item * 10);
        if (!isPatient) throw new Error("held");
        await new Promise<void>((resolve) => letGo.push(resolve));
        return items.map((item) => item * 10);
      },
      { ...faults, atMost: 10, atOnce: 2 },
    );
    return { ask, tries, letGo };
  }

  it("is waited for by who needs it, and by nobody else, however many there are", async () => {
    const { ask, letGo } = work();
    const held = [101, 102, 103, 104, 105].map(ask);
    const free = [1, 2, 3].map(ask);
    expect(await Promise.all(free)).toEqual([10, 20, 30]);
    expect(await Promise.all([4, 5].map(ask))).toEqual([40, 50]);
    expect(letGo).toHaveLength(4);
    while (letGo.length > 0) {
      letGo.shift()?.();
      await turn();
    }
    expect(await Promise.all(held)).toEqual([1010, 1020, 1030, 1040, 1050]);
  });

  it("is tried with the others, then alone, then patiently", async () => {
    const { ask, tries, letGo } = work();
    const [held, free] = [ask(101), ask(1)];
    await free;
    for (const _ of [1, 2, 3]) await turn();
    expect(tries).toEqual(["101 1", "101", "1", "101 patiently"]);
    letGo.shift()?.();
    expect(await held).toBe(1010);
  });
});

it("of what is lost nothing is tried again: nobody knows what became of it", async () => {
  let tries = 0;
  const ask = together(
    async () => {
      tries++;
      throw new Error("lost");
    },
    { ...faults, atMost: 10, atOnce: 1 },
  );
  const results = await Promise.allSettled([ask(1), ask(2)]);
  expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  expect(tries).toBe(1);
});

describe("what waits too long for its turn", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is told so, instead of being done for somebody who has gone", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const { batches, work, end } = heldWork();
    const ask = together(work, { ...faults, atMost: 1, atOnce: 1 });
    const first = ask(1);
    await turn();
    const second = ask(2);
    await turn();
    vi.advanceTimersByTime(10_001);
    const third = ask(3);
    end();
    await first;
    await expect(second).rejects.toMatchObject({ code: "unavailable" });
    await turn();
    end();
    expect(await third).toBe(30);
    expect(batches).toEqual([[1], [3]]);
  });
});
