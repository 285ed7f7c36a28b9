/** How long deliveries to a target that was slow go alone, in milliseconds. */
const APART_MS = 5 * 60_000;

/** Until when deliveries to a host go alone, in Unix milliseconds; of this process. */
const apartUntil = new Map<string, number>();

/** Whether deliveries to a host go alone for now: one slow receiver must not set the pace of all who share it. */
export function goesApart(targetHost: string): boolean {
  const until = apartUntil.get(targetHost) ?? 0;
  if (until > Date.now()) return true;
  apartUntil.delete(targetHost);
  return false;
}

/** Notes that a target was slow. */
export function setApart(targetHost: string): void {
  apartUntil.set(targetHost, Date.now() + APART_MS);
}
