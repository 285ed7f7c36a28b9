import { apiFetch, type Page, query } from "@/components/api";
import type { ListedScenario } from "./api";

const NAME = "New scenario";

/** "New scenario", with a number where others are called so: one more than the highest. */
export function newName(taken: readonly string[]): string {
  const numbers = taken.flatMap((name) => {
    const match = /^New scenario(?: ([1-9]\d{0,8}))?$/.exec(name);
    return match ? [Number(match[1] ?? 1)] : [];
  });
  return numbers.length === 0 ? NAME : `${NAME} ${Math.max(...numbers) + 1}`;
}

/** A name that no other scenario has, as far as the newest ones of such a name tell. */
export async function freeName(): Promise<string> {
  const search = query({ q: NAME, sort: "-created", limit: 100 });
  const page = await apiFetch<Page<ListedScenario>>(`/api/v1/scenarios${search}`);
  return newName(page.items.map(({ name }) => name));
}
