/** The choices of when a key expires; "date" asks for one. */
export const expiryChoices = ["never", "30", "90", "365", "date"] as const;
export type ExpiryChoice = (typeof expiryChoices)[number];

export const expiryLabels: Readonly<Record<ExpiryChoice, string>> = {
  never: "Never",
  "30": "In 30 days",
  "90": "In 90 days",
  "365": "In 365 days",
  date: "After a day…",
};

const DAY_MS = 24 * 60 * 60_000;
/** A key that expires sooner than this is worth a warning. */
const SOON_MS = 14 * DAY_MS;

/**
 * The time that a choice stands for, as the API takes it; null for never. A date means the end of
 * that day where the person is; one that is not complete is passed on as it is, to be refused.
 * @param now in milliseconds
 */
export function expiresAtOf(choice: ExpiryChoice, date: string, now: number): string | null {
  if (choice === "never") return null;
  if (choice !== "date") return new Date(now + Number(choice) * DAY_MS).toISOString();
  const end = new Date(`${date}T23:59:59`);
  return Number.isNaN(end.getTime()) ? date : end.toISOString();
}

/** How near the end of a key is. @param now in milliseconds */
export function expiryState(
  expiresAt: string | null,
  now: number,
): "never" | "later" | "soon" | "expired" {
  if (expiresAt === null) return "never";
  const left = Date.parse(expiresAt) - now;
  if (left <= 0) return "expired";
  return left <= SOON_MS ? "soon" : "later";
}
