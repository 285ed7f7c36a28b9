const EVERY_MS = 100;

/**
 * Asks again and again until the answer is truthy, and returns it. A thrown error counts as "not
 * yet" (the product may just be starting again) unless it is `fatal`; the last one is reported.
 */
export async function eventually<T>(
  ask: () => T | Promise<T>,
  options: {
    what: string;
    timeoutMs?: number;
    fatal?: new (...args: never[]) => Error;
  },
): Promise<NonNullable<T>> {
  const { what, timeoutMs = 90_000, fatal } = options;
  const until = Date.now() + timeoutMs;
  let last: unknown;
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer;
      last = answer;
    } catch (error) {
      if (fatal && error instanceof fatal) throw error;
      last = error;
    }
    if (Date.now() > until) throw new Error(`Waited in vain for ${what}; last: ${String(last)}`);
    await pause(EVERY_MS);
  }
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
