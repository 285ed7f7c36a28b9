/** An Inngest server rounds the end of a sleep to whole seconds, down as well; in milliseconds. */
const ROUNDED_MAX_MS = 500;

/**
 * Waits, after a sleep until then, for what is left of it, so that nobody is asked before the time that
 * they have named. More than rounding explains is not waited for: a clock of another machine is behind,
 * which is no reason to keep a place.
 */
export async function waitOutRounding(dueAt: Date | null): Promise<void> {
  const leftMs = dueAt ? dueAt.getTime() - Date.now() : 0;
  if (leftMs <= 0) return;
  await new Promise((resolve) => setTimeout(resolve, Math.min(leftMs, ROUNDED_MAX_MS)));
}
