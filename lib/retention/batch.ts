/** Rows that one statement removes at most: a larger one would hold its locks for too long. */
export const BATCH_ROWS = 1_000;
