import "server-only";
import type { Db } from "@/lib/db";
import { getPreferences } from "@/lib/instance/preferences";

const TURN_SECONDS = 5;
/** What goes out afterwards goes in turns, this far apart at least. */
export const TURN_MS = TURN_SECONDS * 1000;
/** A turn is one transaction. */
const TURN_MAX = 1000;

/**
 * The name of a turn: whatever asks for the one after this asks for the same, so that chains of turns
 * that were begun apart, by repeated clicks or a sweep, become one.
 */
export function turnAfter(now: Date): string {
  return String(Math.floor(now.getTime() / TURN_MS) + 1);
}

/** How many may go out in one turn, so that all in all the admins' rate of replays is kept. */
export async function perTurn(tx: Db): Promise<number> {
  const { replay } = await getPreferences(tx);
  return Math.min(TURN_MAX, replay.perSecond * TURN_SECONDS);
}
