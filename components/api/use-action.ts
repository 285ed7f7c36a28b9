"use client";

import { type UseMutationOptions, useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useRef, useState, useTransition } from "react";

/** Within this time a second click belongs to the first, in milliseconds. */
const DOUBLE_CLICK_MS = 500;

/**
 * A mutation that a double click carries out once: what is asked for while it is under way, and right
 * after it has succeeded, is dropped. With `leadsTo` it opens a page in the end, and is busy until
 * that page is there. `run` never rejects: `onError` and `error` tell.
 */
export function useAction<T, V = void>({
  leadsTo,
  ...options
}: UseMutationOptions<T, Error, V> & { leadsTo?: (result: T) => string }) {
  const router = useRouter();
  const mutation = useMutation(options);
  // The state alone would be late: two clicks may come before it is drawn.
  const taken = useRef(false);
  const [isTaken, setIsTaken] = useState(false);
  const [isLeaving, startLeaving] = useTransition();

  const run = async (variables: V) => {
    if (taken.current) return;
    taken.current = true;
    setIsTaken(true);
    const pause = new Promise((resolve) => setTimeout(resolve, DOUBLE_CLICK_MS));
    try {
      const result = await mutation.mutateAsync(variables);
      if (leadsTo) startLeaving(() => router.push(leadsTo(result)));
      await pause;
    } catch {
      // Told by `onError` and `error`.
    } finally {
      taken.current = false;
      setIsTaken(false);
    }
  };
  return { run, isBusy: isTaken || isLeaving, error: mutation.error, reset: mutation.reset };
}
