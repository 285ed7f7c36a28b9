import "server-only";
import { type Db, db } from "@/lib/db";
import { idsWithin, type keyset } from "@/lib/http/page";
import type { IdKind } from "@/lib/ids";

/** So many rows, in their order, are looked through for a page before the whole of a list is. */
const FIRST_ROWS = 10_000;
/** What the places of all that matches are gathered in: those of some hundred thousand. */
const WORK_MEM = "32MB";

type Bounds = { gt?: string; gte?: string; lt?: string; lte?: string };

/** A condition of ids alone, as the lists of all kinds take it. */
export interface IdsWhere {
  id?: string | Bounds;
  AND?: IdsWhere[];
  OR?: IdsWhere[];
}

/**
 * The rows of a page of a list that is filtered, whether those that match are many or few.
 *
 * PostgreSQL plans a page as a walk along the ids, which ends as soon as the page is full. Of a filter by
 * itself it knows how soon that is. Several together it takes as independent of one another, and walks
 * through the whole table for what is rare or not there: the failures of a target that never fails. So it
 * walks along the first rows alone. Where these don't fill the page, the rows that match are looked up in
 * the indexes of the filters, all of them, and then sorted.
 * @param filters those that are set; by one alone, a list has an index in the order of its ids
 * @param idAfter the id that comes after so many rows of those between the ids
 * @param find the page's rows of those between the ids
 */
export async function findPage<Row>({
  kind,
  filters,
  page,
  idAfter,
  find,
}: {
  kind: IdKind;
  filters: { since?: string | undefined; until?: string | undefined };
  page: ReturnType<typeof keyset>;
  idAfter: (count: number, ids: IdsWhere) => Promise<{ id: string } | null>;
  find: (db: Db, ids: IdsWhere) => Promise<Row[]>;
}): Promise<Row[]> {
  const all = idsOf(kind, filters, page);
  const isCombined = Object.values(filters).filter((value) => value !== undefined).length > 1;
  const end = isCombined ? await idAfter(FIRST_ROWS, all) : null;
  if (!end) return find(db(), all);
  const upTo = page.orderBy.id === "asc" ? { lte: end.id } : { gte: end.id };
  const rows = await find(db(), { AND: [all, { id: upTo }] });
  if (rows.length === page.take) return rows;
  return db().$transaction(async (tx) => {
    // What is left to the planner is the way by bitmaps, which it makes of several indexes together.
    await tx.$queryRaw`SELECT set_config('enable_indexscan', 'off', true),
      set_config('enable_seqscan', 'off', true), set_config('work_mem', ${WORK_MEM}, true)`;
    // Each of these indexes has the ids as well, and two that use one condition it takes for the same.
    return find(tx, { OR: [all, { id: "" }] });
  });
}

/** Between which ids the page's rows are, by their time and by the page that one comes from. */
const idsOf = (
  kind: IdKind,
  period: { since?: string | undefined; until?: string | undefined },
  page: Pick<ReturnType<typeof keyset>, "where">,
): IdsWhere => ({ AND: [page.where, { id: idsWithin(kind, period) }] });
