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

export const ordersLink = (period: Period) => `/orders${query({ ...period })}`;

export const runsLink = (period: Period, filters: { status?: string } = {}) =>
  `/runs${query({ ...filters, ...live, ...period })}`;

export const deliveriesLink = (
  period: Period,
  filters: { status?: string; scenarioId?: string; firstAttempt?: string } = {},
) => `/deliveries${query({ ...filters, ...live, ...period })}`;

/** What waits for its next attempt, whenever it was created. */
export const waitingLink = `/deliveries${query({ status: "retrying", ...live })}`;
