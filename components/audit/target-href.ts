import { idTarget } from "@/components/shell/id-target";

/** The page of a thing in the audit log; null when it has none. */
export function targetHref({ type, id }: { type: string; id: string }): string | null {
  // Both are parts of one page.
  if (type === "apiKey" || type === "user") return "/settings";
  return idTarget(id)?.href ?? null;
}
