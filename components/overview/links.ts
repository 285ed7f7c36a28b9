import { query } from "@/components/api";

/**
 * The lists that figures count: by when a thing was created, as the figures do, and without tests.
 * `until` is left out where the figure goes on to now, so that the list is live.
 */
export interface Period {
  since: string;
  until?: string;
}

const live = { test: "false" };
/** A bar is a period as well, and has figures that are no filters. */
const within = ({ since, until }: Period) => ({ since, until });

export const ordersLink = (period: Period) => `/orders${query(within(period))}`;

export const runsLink = (period: Period, filters: { status?: string } = {}) =>
  `/runs${query({ ...filters, ...live, ...within(period) })}`;

export const deliveriesLink = (
  period: Period,
  filters: { status?: string; scenarioId?: string; firstAttempt?: string } = {},
) => `/deliveries${query({ ...filters, ...live, ...within(period) })}`;

/** What waits for its next attempt, whenever it was created. */
export const waitingLink = `/deliveries${query({ status: "retrying", ...live })}`;
