import { z } from "zod";
import { AppError } from "@/lib/http/errors";
import type { ScenarioSort } from "@/lib/scenarios/schemas";

/** The place of a scenario in an order of the list: what it is sorted by, then its id. */
export interface SortedPlace {
  key: string;
  id: string;
}

const BACKWARDS = "-";
const scenarioId = /^scn_[0-9a-z]{26}$/;
const contents = z.tuple([z.string(), z.string(), z.string().regex(scenarioId)]);

/**
 * The end of a page in words of its order. The newest first, an id says it all; elsewhere the key is
 * carried along, so that a page stays where it was when the scenario at its end is renamed or runs.
 */
export function cursorOf(sort: ScenarioSort, { key, id }: SortedPlace): string {
  if (sort === "-created") return id;
  return Buffer.from(JSON.stringify([sort, key, id])).toString("base64url");
}

/** The place a cursor stands for. 400 `invalid_request` for one of another order, or of none. */
export function placeOfCursor(
  sort: ScenarioSort,
  cursor: string,
): { place: SortedPlace; isBack: boolean } {
  const isBack = cursor.startsWith(BACKWARDS);
  const text = isBack ? cursor.slice(BACKWARDS.length) : cursor;
  const place = sort === "-created" ? placeOfId(text) : placeOfText(sort, text);
  if (place) return { place, isBack };
  const message = "must be the nextCursor or prevCursor of another page of the same sort";
  throw new AppError("invalid_request", `cursor: ${message}`, [{ path: "cursor", message }]);
}

const placeOfId = (id: string): SortedPlace | null =>
  scenarioId.test(id) ? { key: id, id } : null;

function placeOfText(sort: ScenarioSort, text: string): SortedPlace | null {
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch {
    return null;
  }
  const parsed = contents.safeParse(value);
  if (!parsed.success) return null;
  const [ofSort, key, id] = parsed.data;
  // PostgreSQL's text cannot hold NUL.
  return ofSort === sort && !key.includes("\u0000") ? { key, id } : null;
}
