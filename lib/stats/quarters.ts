/** What figures are counted by, in milliseconds: the days of every time zone are made of whole ones. */
export const QUARTER_MS = 900_000;

/** From a moment (included) until another (excluded). */
export interface Span {
  since: Date;
  until: Date;
}

/** The beginning of the quarter that a moment is in. */
export const quarterOf = (at: Date): Date =>
  new Date(Math.floor(at.getTime() / QUARTER_MS) * QUARTER_MS);

/** The quarters in order, those that follow one another as one span; each once. */
export function spansOf(quarters: readonly Date[]): Span[] {
  const times = [...new Set(quarters.map((quarter) => quarter.getTime()))].sort((a, b) => a - b);
  const spans: Span[] = [];
  for (const time of times) {
    const last = spans.at(-1);
    if (last && last.until.getTime() === time) last.until = new Date(time + QUARTER_MS);
    else spans.push({ since: new Date(time), until: new Date(time + QUARTER_MS) });
  }
  return spans;
}
