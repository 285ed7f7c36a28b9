/** What stands in for a secret wherever it would be shown. Safe in the browser. */
export const MASK = "••••••••";
