import "server-only";
import { readPreferences } from "@/lib/instance/preferences";
import type { Preferences } from "@/lib/instance/preferences-schema";

export type OutboundPolicy = Preferences["outgoing"];

/** How long a choice that was changed elsewhere goes on here, in milliseconds. */
const HELD_MS = 2_000;

let held: { policy: OutboundPolicy; until: number } | undefined;
let reading: Promise<OutboundPolicy> | undefined;

/**
 * What the owners chose of where webhooks may go, for every attempt: read once in two seconds, however
 * many there are, so that a change holds within seconds in every process. Rejects while the database
 * is away: what may not be sent is then unknown.
 */
export async function outboundPolicy(): Promise<OutboundPolicy> {
  if (held && held.until > performance.now()) return held.policy;
  reading ??= readPolicy().finally(() => {
    reading = undefined;
  });
  return reading;
}

async function readPolicy(): Promise<OutboundPolicy> {
  const { preferences, unreadable } = await readPreferences();
  const { outgoing } = preferences;
  // What was chosen is unknown: the strict of its answers then.
  const policy = unreadable.includes("outgoing") ? { ...outgoing, httpsOnly: true } : outgoing;
  held = { policy, until: performance.now() + HELD_MS };
  return policy;
}

/** Has the next attempt read it: it was changed by this process, or a test. */
export function forgetOutboundPolicy(): void {
  held = undefined;
}
