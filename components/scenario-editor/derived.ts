import type { Problem } from "@/lib/scenarios/validate";

const made = new WeakMap<readonly Problem[], ReadonlyMap<string, readonly Problem[]>>();
const none: readonly Problem[] = [];

/** The problems of one node; grouped once for each list, however many nodes ask. */
export function problemsOf(problems: readonly Problem[], nodeId: string): readonly Problem[] {
  let groups = made.get(problems);
  if (!groups) {
    const grouped = new Map<string, Problem[]>();
    for (const problem of problems) {
      if (problem.nodeId === undefined) continue;
      const group = grouped.get(problem.nodeId);
      if (group) group.push(problem);
      else grouped.set(problem.nodeId, [problem]);
    }
    groups = grouped;
    made.set(problems, groups);
  }
  return groups.get(nodeId) ?? none;
}

type WithProblems = {
  problems: readonly Problem[];
  pendingTexts: Readonly<Record<string, string>>;
};

const joined = new WeakMap<
  WithProblems["pendingTexts"],
  { of: readonly Problem[]; all: readonly Problem[] }
>();

/** The problems of the document, and the texts that are not in it yet because they are incomplete. */
export function allProblems({ problems, pendingTexts }: WithProblems): readonly Problem[] {
  const known = joined.get(pendingTexts);
  if (known?.of === problems) return known.all;
  const pending = Object.keys(pendingTexts).map((key): Problem => {
    const [nodeId = "", path = ""] = key.split(":");
    const message = "The JSON is not complete, so it is not saved.";
    return { code: "config", message, nodeId, ...(path && { path }) };
  });
  const all = pending.length === 0 ? problems : [...problems, ...pending];
  joined.set(pendingTexts, { of: problems, all });
  return all;
}
