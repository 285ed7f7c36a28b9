"use client";

import { useEffect, useState } from "react";

/** An attempt that was asked for is waited for this long; the engine may be busy. */
const PATIENCE_MS = 30_000;

/**
 * Remembers for a while which attempt was asked for. `expect` takes the number that it will have, and
 * `isExpecting` tells, of the number of attempts so far, whether it is still to begin.
 */
export function useAskedAttempt() {
  const [expected, expect] = useState<number | null>(null);
  useEffect(() => {
    if (expected === null) return;
    const timer = setTimeout(() => expect(null), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [expected]);
  return {
    expect,
    isExpecting: (attemptCount: number) => expected !== null && attemptCount < expected,
  };
}
