/** What was not asked for in time is caught up on for so long, and no longer: an outage ends in no burst. */
const CATCH_UP_MS = 2_000;
const FIRST_MS = 1_000;

/**
 * How many resends are due at a rate, and the moment up to which they are then paid for. Counted by
 * the time that went by, so that slow, repeated or doubled calls keep to the rate all the same.
 * @param paidUpTo of the call before; null for the first, which gets a second's worth
 */
export function dueAt(
  perSecond: number,
  paidUpTo: Date | null,
  now: Date,
): { due: number; paidUpTo: Date } {
  const from = Math.max(
    paidUpTo?.getTime() ?? now.getTime() - FIRST_MS,
    now.getTime() - CATCH_UP_MS,
  );
  const due = Math.max(0, Math.floor((perSecond * (now.getTime() - from)) / 1000));
  return { due, paidUpTo: new Date(from + Math.ceil((due * 1000) / perSecond)) };
}
