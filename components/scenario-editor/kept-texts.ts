/** Half-typed texts by `nodeId:path`, as the editor's state has them. */
type Texts = Readonly<Record<string, string>>;

const kept = new Map<string, Texts>();

/**
 * Keeps what is typed and the document can't hold yet, such as half of a JSON, for when the scenario
 * is opened again in this tab: the browser's Back asks nobody. Kept in memory alone, since the text
 * may hold a secret; a reload, which ends it, is asked about by the browser.
 */
export function keepTexts(scenarioId: string, texts: Texts): void {
  if (Object.keys(texts).length === 0) kept.delete(scenarioId);
  else kept.set(scenarioId, texts);
}

/** What was kept of a scenario, as far as its nodes are still there. */
export function keptTexts(scenarioId: string, nodeIds: ReadonlySet<string>): Texts {
  return textsOf(kept.get(scenarioId) ?? {}, nodeIds);
}

/** The texts of nodes that are there: those of a deleted one stand in nobody's way. */
export function textsOf(texts: Texts, nodeIds: ReadonlySet<string>): Texts {
  const entries = Object.entries(texts);
  const own = entries.filter(([key]) => nodeIds.has(key.split(":")[0] ?? ""));
  return own.length === entries.length ? texts : Object.fromEntries(own);
}
