import type { Problem } from "@/lib/scenarios/validate";
import { movedProblems } from "./moved-secrets";
import type { EditorState } from "./store";

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

type WithProblems = Pick<EditorState, "history" | "problems" | "pendingTexts" | "storedSecrets">;

let joined: { of: WithProblems; all: readonly Problem[] } | null = null;

const inputs = ["problems", "pendingTexts", "storedSecrets"] as const;

/**
 * The problems of the document, those of stored secrets that the server won't send to where they are
 * now, and the texts that are not in it yet because they are incomplete. The same list while nothing of
 * that changes.
 */
export function allProblems(state: WithProblems): readonly Problem[] {
  const known = joined;
  const isSame =
    known?.of.history.present === state.history.present &&
    inputs.every((key) => known.of[key] === state[key]);
  if (known && isSame) return known.all;
  const { problems, pendingTexts, storedSecrets, history } = state;
  const moved = movedProblems(history.present.nodes, storedSecrets);
  const pending = Object.keys(pendingTexts).map((key): Problem => {
    const [nodeId = "", path = ""] = key.split(":");
    const message = "The JSON is not complete, so it is not saved.";
    return { code: "config", message, nodeId, ...(path && { path }) };
  });
  const more = [...moved, ...pending];
  const all = more.length === 0 ? problems : [...problems, ...more];
  joined = { of: state, all };
  return all;
}
