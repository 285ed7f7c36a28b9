import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { type Db, db } from "@/lib/db";
import type { ScenarioModel as Scenario } from "@/lib/generated/prisma/models/Scenario";
import { toPage } from "@/lib/http/page";
import { parseInput } from "@/lib/http/problem";
import { activityOf } from "@/lib/scenarios/activity";
import { viewer } from "@/lib/scenarios/find-scenario";
import type { Graph } from "@/lib/scenarios/graph";
import { cursorOf, placeOfCursor, type SortedPlace } from "@/lib/scenarios/list-scenarios-cursor";
import { findPlaces } from "@/lib/scenarios/list-scenarios-query";
import {
  type ListedScenarioView,
  type ListScenariosInput,
  listScenariosSchema,
} from "@/lib/scenarios/schemas";
import { validateGraph } from "@/lib/scenarios/validate";

type Placed = Scenario & { key: string };

/**
 * Scenarios that match, in the order asked for (the newest first unless said otherwise), each with
 * how it has fared lately. 400 for a cursor of another order.
 */
export async function listScenarios({ query }: { actor: Actor; query: unknown }) {
  const input = parseInput(listScenariosSchema, query);
  const now = new Date();
  const rows = await findRows(db(), input, now);
  const view = await viewer(db(), rows);
  const activity = await activityOf(
    db(),
    rows.slice(0, input.limit).map(({ id }) => id),
    now,
  );
  const page = toPage(
    rows,
    input,
    (row): ListedScenarioView => ({ ...view(row), ...activity(row.id) }),
  );
  const keys = new Map(rows.map(({ id, key }) => [id, key]));
  const cursor = (id: string) => cursorOf(input.sort, { key: keys.get(id) ?? "", id });
  const [first, last] = [page.items[0], page.items.at(-1)];
  return {
    items: page.items,
    nextCursor: page.nextCursor !== null && last ? cursor(last.id) : null,
    prevCursor: page.prevCursor !== null && first ? `-${cursor(first.id)}` : null,
  };
}

/**
 * The rows of a page and one more, so that it is known whether there are more. Whether a draft has
 * problems is for the validator: then page after page is read until enough have some.
 */
async function findRows(db: Db, input: ListScenariosInput, now: Date): Promise<Placed[]> {
  const { cursor, limit, sort } = input;
  const from = cursor === undefined ? null : placeOfCursor(sort, cursor);
  const take = limit + 1;
  const found: Placed[] = [];
  let after: SortedPlace | null = from?.place ?? null;
  for (;;) {
    const isBack = from?.isBack ?? false;
    const places: SortedPlace[] = await findPlaces(db, {
      filters: input,
      sort,
      after,
      isBack,
      take,
      now,
    });
    const rows = await rowsAt(db, places);
    found.push(...(input.attention === "problems" ? rows.filter(hasProblems) : rows));
    after = places.at(-1) ?? null;
    if (found.length >= take || places.length < take) return found.slice(0, take);
  }
}

async function rowsAt(db: Db, places: readonly SortedPlace[]): Promise<Placed[]> {
  const rows = await db.scenario.findMany({ where: { id: { in: places.map(({ id }) => id) } } });
  const byId = new Map(rows.map((row) => [row.id, row]));
  return places.flatMap(({ id, key }) => {
    const row = byId.get(id);
    return row ? [{ ...row, key }] : [];
  });
}

const hasProblems = ({ draft }: Scenario) => validateGraph(JSON.parse(draft) as Graph).length > 0;
