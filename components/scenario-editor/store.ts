import { createStore, type StoreApi } from "zustand/vanilla";
import { ApiProblem } from "@/components/api";
import { type GraphFault, reasonOf, type Scenario, scenarioApi } from "@/components/scenarios/api";
import type { Graph } from "@/lib/scenarios/graph";
import { applyOperation, type GraphOperation } from "@/lib/scenarios/operations";
import { type Problem, validateGraph } from "@/lib/scenarios/validate";
import { adoptSecrets, storedSecrets } from "./adopt";
import { type Autosave, createAutosave, type SaveState } from "./autosave";
import { type History, record, redo, rewrite, startHistory, undo } from "./history";

export interface Selection {
  nodeIds: string[];
  edgeIds: string[];
}

export interface FieldFocus {
  nodeId: string;
  path: string | null;
}

type Published = Pick<Scenario, "name" | "status" | "publishedVersion" | "hasUnpublishedChanges">;

export interface EditorState {
  readonly scenarioId: string;
  published: Published;
  history: History<Graph>;
  problems: Problem[];
  selection: Selection;
  focus: FieldFocus | null;
  /** Grows whenever the whole graph should come into sight. */
  fitRequests: number;
  save: SaveState;

  /** Applies an edit; edits of one `burst` in quick succession are undone together. */
  apply: (operation: GraphOperation, burst?: string) => boolean;
  undo: () => void;
  redo: () => void;
  select: (selection: Partial<Selection>) => void;
  /** Selects a node, brings it into sight and puts the cursor into one of its fields. */
  focusField: (nodeId: string, path?: string) => void;
  requestFit: () => void;
  drain: () => Promise<boolean>;
  overwrite: () => Promise<boolean>;
  rename: (name: string) => Promise<void>;
  /** Saves, then publishes; the server's faults when it refuses. */
  activate: () => Promise<GraphFault[]>;
  deactivate: () => Promise<void>;
}

export type EditorStore = StoreApi<EditorState> & { autosave: Autosave };

function classify(error: unknown) {
  if (!(error instanceof ApiProblem)) return { why: reasonOf(error), retry: true };
  const { currentRevision } = error.extra;
  const conflict =
    error.status === 409 && typeof currentRevision === "number" ? currentRevision : undefined;
  const retry = error.status === 0 || error.status === 429 || error.status >= 500;
  return { why: reasonOf(error), conflict, retry };
}

const publishedOf = (scenario: Scenario): Published => ({
  name: scenario.name,
  status: scenario.status,
  publishedVersion: scenario.publishedVersion,
  hasUnpublishedChanges: scenario.hasUnpublishedChanges,
});

/** The state of one open scenario. Creating it saves nothing; only an edit does. */
export function createEditorStore(scenario: Scenario): EditorStore {
  const { id } = scenario;
  const store: StoreApi<EditorState> = createStore<EditorState>()((set, get) => {
    const graph = () => get().history.present;

    /** Takes over a changed document; every such change is saved. */
    const enter = (history: History<Graph>) => {
      const { present } = history;
      if (present === graph()) return;
      const nodeIds = new Set(present.nodes.map((node) => node.id));
      const edgeIds = new Set(present.edges.map((edge) => edge.id));
      const { selection } = get();
      set({
        history,
        problems: validateGraph(present),
        selection: {
          nodeIds: selection.nodeIds.filter((nodeId) => nodeIds.has(nodeId)),
          edgeIds: selection.edgeIds.filter((edgeId) => edgeIds.has(edgeId)),
        },
      });
      autosave.touch();
    };

    return {
      scenarioId: id,
      published: publishedOf(scenario),
      history: startHistory(scenario.graph),
      problems: validateGraph(scenario.graph),
      selection: { nodeIds: [], edgeIds: [] },
      focus: null,
      fitRequests: 0,
      save: { kind: "saved", at: null },

      apply(operation, burst) {
        const next = applyOperation(graph(), operation);
        if (next === graph()) return false;
        enter(record(get().history, next, Date.now(), burst));
        return true;
      },
      undo: () => enter(undo(get().history)),
      redo: () => enter(redo(get().history)),
      select: (selection) => set({ selection: { nodeIds: [], edgeIds: [], ...selection } }),
      focusField: (nodeId, path) =>
        set({
          selection: { nodeIds: [nodeId], edgeIds: [] },
          focus: { nodeId, path: path ?? null },
        }),
      requestFit: () => set((state) => ({ fitRequests: state.fitRequests + 1 })),
      drain: () => autosave.drain(),
      overwrite: () => autosave.overwrite(),

      async rename(name) {
        const before = get().published.name;
        set((state) => ({ published: { ...state.published, name } }));
        try {
          const answer = await scenarioApi.rename(id, name);
          set((state) => ({ published: { ...state.published, name: answer.name } }));
        } catch (error) {
          set((state) => ({ published: { ...state.published, name: before } }));
          throw error;
        }
      },
      async activate() {
        if (!(await get().drain())) throw new Error("The latest changes could not be saved yet.");
        try {
          set({ published: publishedOf(await scenarioApi.activate(id)) });
          return [];
        } catch (error) {
          if (error instanceof ApiProblem && error.status === 422 && error.errors) {
            return error.errors as GraphFault[];
          }
          throw error;
        }
      },
      async deactivate() {
        set({ published: publishedOf(await scenarioApi.deactivate(id)) });
      },
    };
  });

  const autosave: Autosave = createAutosave<Graph>({
    revision: scenario.revision,
    read: () => store.getState().history.present,
    async write(baseRevision, sent) {
      const saved = await scenarioApi.saveDraft(id, baseRevision, sent);
      const secrets = storedSecrets(sent, saved.graph);
      store.setState((state) => {
        const history =
          secrets.length > 0
            ? rewrite(state.history, (document) => adoptSecrets(document, secrets))
            : state.history;
        const { hasUnpublishedChanges } = saved;
        return { history, published: { ...state.published, hasUnpublishedChanges } };
      });
      return saved.revision;
    },
    classify,
    onState: (save) => store.setState({ save }),
  });

  return Object.assign(store, { autosave });
}
