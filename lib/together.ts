import { setImmediate } from "node:timers";
import { AppError } from "@/lib/http/errors";

export interface Limits<In> {
  /** Items of one batch. */
  atMost: number;
  /** Batches that are under way at a time. */
  atOnce: number;
  /** Items of the same key are never in one batch. Without it, any may be. */
  keyOf?: (item: In) => string;
}

/** What the faults of the work mean. */
export interface Faults {
  /** Nobody knows what became of the work, or all that is tried now would fail: it is not tried again. */
  isFinal: (error: unknown) => boolean;
  /** It would have had to wait for somebody else, and was not to. */
  isImpatience: (error: unknown) => boolean;
}

/** How the work is to be done. */
export interface Manner {
  /** Whether to wait for whatever somebody else holds; the first try of each item does not. */
  isPatient: boolean;
}

/** Items that are done by themselves at a time, once they could not be done with others. */
const APART_AT_ONCE = 4;
/** Items that wait for somebody else at a time. */
const PATIENT_AT_ONCE = 4;
/** How long an item waits for its turn, in milliseconds: who asked for it may have gone by then. */
const WAIT_MAX_MS = 10_000;

interface Waiting<In, Out> {
  item: In;
  since: number;
  resolve: (out: Out) => void;
  reject: (error: unknown) => void;
}

/**
 * Work that many ask for, each for an item of its own, done for all of them together who wait at the
 * same moment (decision 028). An item that comes alone is done at once; while as many batches are under
 * way as may be, items wait and make the next one. So a batch is as large as the instance is busy, and
 * no timer is involved.
 *
 * Nobody fails with its neighbours: where a batch fails, its items are done by themselves, apart from
 * those that come after. Nobody waits for what its neighbours wait for: whoever finds something held
 * by somebody else is done in a line of its own, in which it may wait. What takes its turn too late, or
 * fails for good, is told to who asked.
 * @param work returns what became of each item, in their order; must be all or nothing for several
 * @returns asks for one item
 */
export function together<In, Out>(
  work: (items: readonly In[], manner: Manner) => Promise<readonly Out[]>,
  { atMost, atOnce, keyOf, isFinal, isImpatience }: Limits<In> & Faults,
): (item: In) => Promise<Out> {
  type Batch = readonly Waiting<In, Out>[];

  async function attempt(
    batch: Batch,
    manner: Manner,
    onFault: (one: Waiting<In, Out>, error: unknown) => void,
  ): Promise<void> {
    try {
      const outs = await work(
        batch.map(({ item }) => item),
        manner,
      );
      if (outs.length !== batch.length)
        throw new Error("A batch did not tell of each of its items.");
      batch.forEach(({ resolve }, index) => {
        resolve(outs[index] as Out);
      });
    } catch (error) {
      for (const one of batch) {
        if (isFinal(error)) one.reject(error);
        else onFault(one, error);
      }
    }
  }

  const attemptFirst = (batch: Batch) =>
    attempt(batch, { isPatient: false }, (one, error) => {
      if (batch.length > 1) apart(one);
      else if (isImpatience(error)) patiently(one);
      else one.reject(error);
    });
  const shared = line<Waiting<In, Out>>(attemptFirst, {
    atMost,
    atOnce,
    ...(keyOf && { keyOf: ({ item }) => keyOf(item) }),
  });
  const apart = line<Waiting<In, Out>>(attemptFirst, { atMost: 1, atOnce: APART_AT_ONCE });
  const patiently = line<Waiting<In, Out>>(
    (batch) => attempt(batch, { isPatient: true }, (one, error) => one.reject(error)),
    { atMost: 1, atOnce: PATIENT_AT_ONCE },
  );
  return (item) =>
    new Promise((resolve, reject) => shared({ item, since: performance.now(), resolve, reject }));
}

/** Things that wait in a line, and are done in batches. Returns what puts one into it. */
function line<Thing extends { since: number; reject: (error: unknown) => void }>(
  run: (batch: readonly Thing[]) => Promise<void>,
  { atMost, atOnce, keyOf }: Limits<Thing>,
): (thing: Thing) => void {
  let waiting: Thing[] = [];
  let underway = 0;
  let isDue = false;

  /** Those who have waited longest, but for one whose key is among them already. */
  function takeBatch(): Thing[] {
    const batch: Thing[] = [];
    const keys = new Set<string>();
    const left: Thing[] = [];
    for (const thing of waiting) {
      const key = keyOf?.(thing);
      if (performance.now() - thing.since > WAIT_MAX_MS) {
        thing.reject(new AppError("unavailable", "There is too much to do here. Try again later."));
      } else if (batch.length === atMost || (key !== undefined && keys.has(key))) {
        left.push(thing);
      } else {
        batch.push(thing);
        if (key !== undefined) keys.add(key);
      }
    }
    waiting = left;
    return batch;
  }

  function begin(): void {
    isDue = false;
    while (underway < atOnce && waiting.length > 0) {
      const batch = takeBatch();
      if (batch.length === 0) return;
      underway++;
      void run(batch).finally(() => {
        underway--;
        begin();
      });
    }
  }

  return (thing) => {
    waiting.push(thing);
    if (isDue) return;
    isDue = true;
    // What this turn of the event loop asks for besides goes along.
    setImmediate(begin);
  };
}
