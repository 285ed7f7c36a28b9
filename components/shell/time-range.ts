/** A time of the address as `datetime-local` has it: in the reader's own zone, to the minute. */
export function toLocal(iso: string | null): string {
  const at = new Date(iso ?? "");
  if (Number.isNaN(at.getTime())) return "";
  const two = (n: number) => String(n).padStart(2, "0");
  const day = `${String(at.getFullYear()).padStart(4, "0")}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The other way round; null for a field that is empty. */
export function fromLocal(text: string): string | null {
  const at = new Date(text);
  return text === "" || Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** What is wrong with a range that was typed, by its field; null when nothing is. */
export function rangeFault(
  from: string,
  to: string,
): { field: "from" | "to"; message: string } | null {
  if (from === "" && to === "") return { field: "from", message: "Enter a beginning or an end." };
  const [since, until] = [fromLocal(from), fromLocal(to)];
  // Beyond, the times of the API end, and JavaScript's dates are written in a form of their own.
  const isFar = (iso: string | null) => iso?.startsWith("+") ?? false;
  if (isFar(since) || isFar(until))
    return { field: isFar(since) ? "from" : "to", message: "Use a year up to 9999." };
  if (since !== null && until !== null && since >= until)
    return { field: "to", message: "The end has to be after the beginning." };
  return null;
}

/**
 * A range in a few words: "1 Nov 2026, 10:00 – 2 Nov 2026, 10:00".
 * @param isLocal whether in the reader's zone; otherwise in UTC, as while hydrating
 */
export function rangeWords(since: string | null, until: string | null, isLocal: boolean): string {
  const format = new Intl.DateTimeFormat("en-GB", {
    dateStyle: "medium",
    timeStyle: "short",
    ...(isLocal ? {} : { timeZone: "UTC" }),
  });
  const words = (iso: string) => format.format(new Date(iso));
  if (since && until) return `${words(since)} – ${words(until)}`;
  return since ? `From ${words(since)}` : until ? `Until ${words(until)}` : "Any time";
}
