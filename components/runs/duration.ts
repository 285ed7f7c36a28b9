import { msWords } from "@/components/deliveries/words";

/** How long something took; null while it goes on. */
export function tookWords(startedAt: string | null, completedAt: string | null): string | null {
  if (!startedAt || !completedAt) return null;
  return msWords(Math.max(0, Date.parse(completedAt) - Date.parse(startedAt)));
}
