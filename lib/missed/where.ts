import "server-only";

/** Missed events that are still to be decided on: neither sent afterwards nor dismissed. */
export const openMissed = { sentAt: null, dismissedAt: null } as const;
