import "server-only";

/** Those who wait for an event to be routed, by its id; on globalThis since Next bundles modules apart. */
const holder = globalThis as { __tliAwaitRouted?: Map<string, () => void> };

function awaited(): Map<string, () => void> {
  holder.__tliAwaitRouted ??= new Map();
  return holder.__tliAwaitRouted;
}

/** Tells that events have been routed by this process, or were tried to be. */
export function noteRouted(eventIds: readonly string[]): void {
  for (const id of eventIds) awaited().get(id)?.();
}

/** Waits until all of these events have been routed by this process, but no longer than that. */
export async function untilRouted(eventIds: readonly string[], atMostMs: number): Promise<void> {
  if (eventIds.length === 0) return;
  await new Promise<void>((resolve) => {
    const left = new Set(eventIds);
    const timer = setTimeout(resolve, atMostMs);
    for (const id of eventIds) {
      awaited().set(id, () => {
        left.delete(id);
        if (left.size > 0) return;
        clearTimeout(timer);
        resolve();
      });
    }
  });
  for (const id of eventIds) awaited().delete(id);
}
