import { ApiProblem } from "@/components/api";
import { type GraphFault, type Scenario, scenarioApi } from "@/components/scenarios/api";
import type { Autosave } from "./autosave";

/** What holds for a scenario whatever its draft is: its name, and which version is live. */
export type Published = Pick<
  Scenario,
  "name" | "status" | "publishedVersion" | "draftBaseVersion" | "hasUnpublishedChanges"
>;

export const publishedOf = (scenario: Scenario): Published => ({
  name: scenario.name,
  status: scenario.status,
  publishedVersion: scenario.publishedVersion,
  draftBaseVersion: scenario.draftBaseVersion,
  hasUnpublishedChanges: scenario.hasUnpublishedChanges,
});

export interface PublishingOptions {
  id: string;
  read: () => Published;
  write: (published: Published) => void;
  /** Saves the draft and what else is under way; true when everything is saved. */
  drain: () => Promise<boolean>;
  draft: () => Pick<Autosave, "revision" | "sawRevision">;
  /** Told of each name that sets out to the server (1), and that has come back (-1). */
  onRename: (by: 1 | -1) => void;
}

export interface Publishing {
  /** Stores another name, after those before it; one that is refused gives the former back. */
  rename: (name: string) => Promise<void>;
  /** Ends when every name that was given is stored, or was refused. */
  renamed: () => Promise<void>;
  /** Saves, then publishes; the server's faults when it refuses. */
  activate: () => Promise<GraphFault[]>;
  deactivate: () => Promise<void>;
}

const ignore = () => undefined;

/** Names, activates and deactivates a scenario, one request at a time. */
export function createPublishing(options: PublishingOptions): Publishing {
  const { id, read, write, drain, draft, onRename } = options;
  /** Clicked twice, it is one operation. */
  let activating: Promise<GraphFault[]> | null = null;
  let renaming: Promise<void> = Promise.resolve();

  async function activate(): Promise<GraphFault[]> {
    if (!(await drain())) throw new Error("The latest changes could not be saved yet.");
    const { revision, sawRevision } = draft();
    const expectedRevision = revision();
    try {
      // Neither another version nor another draft than the one that was looked at.
      const { publishedVersion: expectedVersion } = read();
      const answer = await scenarioApi.activate(id, { expectedVersion, expectedRevision });
      const hasNewer = revision() > answer.revision;
      write({
        ...publishedOf(answer),
        hasUnpublishedChanges: hasNewer || answer.hasUnpublishedChanges,
      });
      return [];
    } catch (error) {
      const { currentRevision, currentVersion } = error instanceof ApiProblem ? error.extra : {};
      // What somebody else has published is to be seen before it is published over.
      if (currentVersion !== undefined) write(publishedOf(await scenarioApi.get(id)));
      if (typeof currentRevision === "number") {
        // One's own edit came in between: it is published with the rest.
        await drain();
        if (revision() > expectedRevision) return activate();
        sawRevision(currentRevision);
      }
      if (error instanceof ApiProblem && error.status === 422 && error.errors) {
        return error.errors as GraphFault[];
      }
      throw error;
    }
  }

  return {
    async rename(name) {
      const { name: before } = read();
      const setName = (to: string) => write({ ...read(), name: to });
      setName(name);
      onRename(1);
      const renamed = renaming.then(() => scenarioApi.rename(id, name));
      renaming = renamed.then(ignore, ignore);
      try {
        await renamed;
      } catch (error) {
        if (read().name === name) setName(before);
        throw error;
      } finally {
        onRename(-1);
      }
    },
    renamed: () => renaming,
    activate() {
      activating ??= activate().finally(() => {
        activating = null;
      });
      return activating;
    },
    async deactivate() {
      write(publishedOf(await scenarioApi.deactivate(id)));
    },
  };
}
