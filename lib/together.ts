import { setImmediate } from "node:timers";

export interface Limits<In> {
  /** Items of one batch. */
  atMost: number;
  /** Batches that are under way at a time. */
  atOnce: number;
  /** Items of the same key are never in one batch. Without it, any may be. */
  keyOf?: (item: In) => string;
}

interface Waiting<In, Out> {
  item: In;
  resolve: (out: Out) => void;
  reject: (error: unknown) => void;
}

/**
 * Work that many ask for, each for an item of its own, done for all of them together who wait at the
 * same moment (decision 028). An item that comes alone is done at once; while as many batches are under
 * way as may be, items wait and make the next one. So a batch is as large as the instance is busy, and
 * no timer is involved. Where a batch fails, each of its items is done by itself: nobody fails with its
 * neighbours.
 * @param work returns what became of each item, in their order; must be all or nothing for several
 * @returns asks for one item
 */
export function together<In, Out>(
  work: (items: readonly In[]) => Promise<readonly Out[]>,
  { atMost, atOnce, keyOf }: Limits<In>,
): (item: In) => Promise<Out> {
  const waiting: Waiting<In, Out>[] = [];
  let underway = 0;
  let isDue = false;

  async function doAll(batch: readonly Waiting<In, Out>[]): Promise<void> {
    try {
      const outs = await work(batch.map(({ item }) => item));
      if (outs.length !== batch.length)
        throw new Error("A batch did not tell of each of its items.");
      batch.forEach(({ resolve }, index) => {
        resolve(outs[index] as Out);
      });
    } catch (error) {
      const [first, ...others] = batch;
      if (others.length === 0) first?.reject(error);
      else await Promise.all(batch.map((one) => doAll([one])));
    }
  }

  /** Those who have waited longest, but for one whose key is among them already. */
  function takeBatch(): Waiting<In, Out>[] {
    if (!keyOf) return waiting.splice(0, atMost);
    const batch = new Map<string, Waiting<In, Out>>();
    const left: Waiting<In, Out>[] = [];
    for (const one of waiting) {
      const key = keyOf(one.item);
      if (batch.size === atMost || batch.has(key)) left.push(one);
      else batch.set(key, one);
    }
    waiting.splice(0, waiting.length, ...left);
    return [...batch.values()];
  }

  function begin(): void {
    isDue = false;
    while (underway < atOnce && waiting.length > 0) {
      underway++;
      void doAll(takeBatch()).finally(() => {
        underway--;
        begin();
      });
    }
  }

  return (item) =>
    new Promise((resolve, reject) => {
      waiting.push({ item, resolve, reject });
      if (isDue) return;
      isDue = true;
      // What this turn of the event loop asks for besides goes along.
      setImmediate(begin);
    });
}
