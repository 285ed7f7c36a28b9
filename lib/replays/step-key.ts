const PREFIX = "replay-";

/**
 * Names the one attempt that a replay makes of each of its deliveries: attempts are unique by
 * delivery and step, so it is not made twice.
 */
export const stepKeyOf = (replayId: string) => `${PREFIX}${replayId}`;

/** The replay that asked for an attempt; null when none did. */
export const replayOfStep = (stepKey: string) =>
  stepKey.startsWith(PREFIX) ? stepKey.slice(PREFIX.length) : null;
