/** Scenarios that were made in this tab a moment ago, under a name that nobody has chosen. */
const unnamed = new Set<string>();

/** To be called before a scenario's editor is opened that is to ask for a name first. */
export const asksForName = (id: string) => void unnamed.add(id);

/** Whether the editor of a scenario is to ask for its name; true once. */
export const takeAsksForName = (id: string): boolean => unnamed.delete(id);
