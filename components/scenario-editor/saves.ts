import { ApiProblem } from "@/components/api";
import { type Scenario, scenarioApi } from "@/components/scenarios/api";
import { secretKeyPathsOf } from "@/lib/apps/secrets";
import { type Graph, nodeName } from "@/lib/scenarios/graph";
import { OPERATIONS_MAX } from "@/lib/scenarios/operation-schema";
import type { GraphOperation } from "@/lib/scenarios/operations";
import { operationsBetween } from "@/lib/scenarios/operations-between";
import { placeLabel, valueAt } from "@/lib/scenarios/secret-places";
import { nodeProblems } from "@/lib/scenarios/validate";

/**
 * Why the server would refuse a document whatever else is in it, in words; null when it would not: a
 * secret that breaks the rule of its field, for once it is stored nobody could see the fault.
 */
export function unstorableSecret(graph: Graph): string | null {
  for (const node of graph.nodes) {
    const problems = nodeProblems(node);
    if (problems.length === 0) continue;
    for (const place of secretKeyPathsOf(node.operation, node.config)) {
      const value = valueAt(node.config, place);
      const fault = problems.find(({ path }) => path === place.join("."));
      if (!fault || typeof value !== "string" || value === "") continue;
      return `${placeLabel(node.operation, place)} of “${nodeName(node)}”: ${fault.message}`;
    }
  }
  return null;
}

/** Well below what the server takes in one request, in characters of JSON. */
const PARCEL_SIZE = 128 * 1024;

/** Edits in the portions that the server takes, in order. */
function parcels(operations: readonly GraphOperation[]): GraphOperation[][] {
  const all: GraphOperation[][] = [];
  let size = 0;
  for (const operation of operations) {
    const own = JSON.stringify(operation).length;
    const last = all.at(-1);
    if (last && last.length < OPERATIONS_MAX && size + own <= PARCEL_SIZE) {
      last.push(operation);
      size += own;
    } else {
      all.push([operation]);
      size = own;
    }
  }
  return all;
}

/** As much of a scenario as a save gives back. */
type Saved = Pick<Scenario, "graph" | "revision" | "hasUnpublishedChanges" | "draftBaseVersion">;

/**
 * Saves a document as the edits since the server's own. An answer that was lost is asked for again
 * with the very same edits, which the server recognises: what it took already is no conflict.
 */
export function createSaves(scenario: Saved & { id: string }, api = scenarioApi) {
  const { id } = scenario;
  let stored: Saved = scenario;
  let unanswered: { baseRevision: number; operations: GraphOperation[] } | null = null;

  async function send(baseRevision: number, operations: GraphOperation[]): Promise<void> {
    unanswered = { baseRevision, operations };
    try {
      stored = await api.saveOperations(id, baseRevision, operations);
      unanswered = null;
    } catch (error) {
      const isRefused = error instanceof ApiProblem && error.status >= 400 && error.status < 500;
      if (isRefused) unanswered = null;
      throw error;
    }
  }

  return {
    /** The document as the server last gave it to us. */
    base: () => stored.graph,
    /** What is here was brought into a document that somebody else has saved: it stems from that now. */
    standOn(theirs: Saved): void {
      stored = theirs;
      unanswered = null;
    },
    /** Saves `sent` on top of a revision; resolves to what the server has then. */
    async write(baseRevision: number, sent: Graph): Promise<Saved> {
      const refusal = unstorableSecret(sent);
      if (refusal) throw new ApiProblem(400, "invalid_request", refusal, undefined, {});
      if (unanswered?.baseRevision === baseRevision) {
        await send(baseRevision, unanswered.operations);
      }
      // Somebody else's document is to be replaced as a whole.
      else if (baseRevision !== stored.revision) {
        stored = await api.saveDraft(id, baseRevision, sent);
        return stored;
      }
      for (const part of parcels(operationsBetween(stored.graph, sent))) {
        await send(stored.revision, part);
      }
      return stored;
    },
  };
}
