import { ApiProblem } from "@/components/api";
import { type Scenario, scenarioApi } from "@/components/scenarios/api";
import type { Graph } from "@/lib/scenarios/graph";
import { OPERATIONS_MAX } from "@/lib/scenarios/operation-schema";
import type { GraphOperation } from "@/lib/scenarios/operations";
import { operationsBetween } from "@/lib/scenarios/operations-between";

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
    /** Saves `sent` on top of a revision; resolves to what the server has then. */
    async write(baseRevision: number, sent: Graph): Promise<Saved> {
      if (unanswered?.baseRevision === baseRevision) {
        await send(baseRevision, unanswered.operations);
      }
      // Somebody else's document is to be replaced as a whole.
      else if (baseRevision !== stored.revision) {
        stored = await api.saveDraft(id, baseRevision, sent);
        return stored;
      }
      const operations = operationsBetween(stored.graph, sent);
      if (operations.length > OPERATIONS_MAX) {
        stored = await api.saveDraft(id, stored.revision, sent);
      } else if (operations.length > 0) {
        await send(stored.revision, operations);
      }
      return stored;
    },
  };
}
