import { createStore, type StoreApi } from "zustand/vanilla";
import { ApiProblem } from "@/components/api";
import { type GraphFault, reasonOf, type Scenario, scenarioApi } from "@/components/scenarios/api";
import { describeChanges } from "@/lib/scenarios/describe-changes";
import type { Graph } from "@/lib/scenarios/graph";
import { applyOperation, type GraphOperation } from "@/lib/scenarios/operations";
import { type Problem, validateGraph } from "@/lib/scenarios/validate";
import type { NetworkSettings } from "./address-warning";
import { adoptSecrets, storedSecrets } from "./adopt";
import { type Autosave, createAutosave, type SaveState } from "./autosave";
import type { PickRequest } from "./canvas/pick-next";
import { type History, record, redo, rewrite, startHistory, undo } from "./history";
import { createSaves } from "./saves";

export interface Selection {
  nodeIds: string[];
  edgeIds: string[];
}

export interface FieldFocus {
  nodeId: string;
  path: string | null;
}

type Published = Pick<
  Scenario,
  "name" | "status" | "publishedVersion" | "draftBaseVersion" | "hasUnpublishedChanges"
>;

export interface EditorState {
  readonly scenarioId: string;
  published: Published;
  history: History<Graph>;
  problems: Problem[];
  /** Texts that the document can't hold yet, such as half-typed JSON, by `nodeId:path`. */
  pendingTexts: Readonly<Record<string, string>>;
  /** How many fields hold text that they hand on when they are left, such as a secret. */
  openFields: number;
  selection: Selection;
  focus: FieldFocus | null;
  /** Grows whenever the whole graph should come into sight. */
  fitRequests: number;
  /** A node that should come into sight, if it is not; each request is an object of its own. */
  reveal: { nodeId: string } | null;
  /** What has just happened, for those who can't see it. */
  announcement: string;
  areShortcutsShown: boolean;
  /** The place for which an action is being chosen. */
  pick: PickRequest | null;
  /** The connection under what is being dragged, which a drop would put it on. */
  dropEdgeId: string | null;
  /** The webhook node that shall be tested, from outside of its form. */
  testRequest: string | null;
  /** Where this instance may send to; null until it is known. */
  network: NetworkSettings | null;
  /** The run that the canvas shows in place of the draft. */
  shownRunId: string | null;
  save: SaveState;

  /**
   * Applies an edit, or several as one entry of the history; edits of one `burst` in quick
   * succession are undone together. False when it changed nothing.
   */
  apply: (operation: GraphOperation | readonly GraphOperation[], burst?: string) => boolean;
  setPendingText: (nodeId: string, path: string, text: string | null) => void;
  say: (text: string) => void;
  showRun: (runId: string | null) => void;
  undo: () => void;
  redo: () => void;
  select: (selection: Partial<Selection>) => void;
  /** Selects a node of the draft, brings it into sight and puts the cursor into one of its fields. */
  focusField: (nodeId: string, path?: string) => void;
  requestFit: () => void;
  requestReveal: (nodeId: string) => void;
  /** The document that both sides of a conflict come from. */
  base: () => Graph;
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
  if (error.status === 401) {
    // Signed in again, in this tab or another one, the next try saves what is here.
    const why = "you are signed out. What you typed is kept here until it is saved.";
    return { why, conflict: undefined, retry: true, isSignedOut: true };
  }
  return { why: reasonOf(error), conflict, retry };
}

const publishedOf = (scenario: Scenario): Published => ({
  name: scenario.name,
  status: scenario.status,
  publishedVersion: scenario.publishedVersion,
  draftBaseVersion: scenario.draftBaseVersion,
  hasUnpublishedChanges: scenario.hasUnpublishedChanges,
});

/** The texts of nodes that are there: those of a deleted one stand in nobody's way. */
function textsOf(texts: EditorState["pendingTexts"], nodeIds: ReadonlySet<string>) {
  const entries = Object.entries(texts);
  const kept = entries.filter(([key]) => nodeIds.has(key.split(":")[0] ?? ""));
  return kept.length === entries.length ? texts : Object.fromEntries(kept);
}

/** The state of one open scenario. Creating it saves nothing; only an edit does. */
export function createEditorStore(scenario: Scenario): EditorStore {
  const { id } = scenario;
  const saves = createSaves(scenario);
  const store: StoreApi<EditorState> = createStore<EditorState>()((set, get) => {
    const graph = () => get().history.present;
    /** Clicked twice, it is one operation. */
    let activating: Promise<GraphFault[]> | null = null;

    /** Takes over a changed document; every such change is saved. */
    const enter = (history: History<Graph>) => {
      const { present } = history;
      if (present === graph()) return;
      const nodeIds = new Set(present.nodes.map((node) => node.id));
      const edgeIds = new Set(present.edges.map((edge) => edge.id));
      const { selection, pendingTexts } = get();
      set({
        history,
        problems: validateGraph(present),
        pendingTexts: textsOf(pendingTexts, nodeIds),
        selection: {
          nodeIds: selection.nodeIds.filter((nodeId) => nodeIds.has(nodeId)),
          edgeIds: selection.edgeIds.filter((edgeId) => edgeIds.has(edgeId)),
        },
      });
      autosave.touch();
    };

    const step = (move: typeof undo, word: string) => {
      const before = graph();
      enter(move(get().history));
      const [first] = describeChanges(before, graph());
      get().say(first ? `${word}: ${first.text}` : `Nothing to be ${word.toLowerCase()}.`);
    };

    async function activate(): Promise<GraphFault[]> {
      if (!(await get().drain())) throw new Error("The latest changes could not be saved yet.");
      const expectedRevision = autosave.revision();
      try {
        // Neither another version nor another draft than the one that was looked at.
        const { publishedVersion: expectedVersion } = get().published;
        const answer = await scenarioApi.activate(id, { expectedVersion, expectedRevision });
        const hasNewer = autosave.revision() > answer.revision;
        set({
          published: {
            ...publishedOf(answer),
            hasUnpublishedChanges: hasNewer || answer.hasUnpublishedChanges,
          },
        });
        return [];
      } catch (error) {
        const { currentRevision } = error instanceof ApiProblem ? error.extra : {};
        if (typeof currentRevision === "number") {
          // One's own edit came in between: it is published with the rest.
          await get().drain();
          if (autosave.revision() > expectedRevision) return activate();
          autosave.sawRevision(currentRevision);
        }
        if (error instanceof ApiProblem && error.status === 422 && error.errors) {
          return error.errors as GraphFault[];
        }
        throw error;
      }
    }

    return {
      scenarioId: id,
      published: publishedOf(scenario),
      history: startHistory(scenario.graph),
      problems: validateGraph(scenario.graph),
      pendingTexts: {},
      openFields: 0,
      selection: { nodeIds: [], edgeIds: [] },
      focus: null,
      fitRequests: 0,
      reveal: null,
      announcement: "",
      areShortcutsShown: false,
      pick: null,
      dropEdgeId: null,
      testRequest: null,
      network: null,
      shownRunId: null,
      save: { kind: "saved", at: null },

      apply(operation, burst) {
        const operations = "type" in operation ? [operation] : operation;
        const next = operations.reduce(applyOperation, graph());
        if (next === graph()) return false;
        enter(record(get().history, next, Date.now(), burst));
        return true;
      },
      undo: () => step(undo, "Undone"),
      redo: () => step(redo, "Redone"),
      setPendingText(nodeId, path, text) {
        const { [`${nodeId}:${path}`]: _, ...rest } = get().pendingTexts;
        set({ pendingTexts: text === null ? rest : { ...rest, [`${nodeId}:${path}`]: text } });
      },
      // A no-break space tells the same sentence apart from its repetition, which is read out too.
      say: (text) =>
        set(({ announcement }) => ({
          announcement: announcement === text ? `${text}\u00a0` : text,
        })),
      showRun: (shownRunId) => set({ shownRunId }),
      select: (selection) => set({ selection: { nodeIds: [], edgeIds: [], ...selection } }),
      focusField: (nodeId, path) =>
        set({
          selection: { nodeIds: [nodeId], edgeIds: [] },
          focus: { nodeId, path: path ?? null },
          reveal: { nodeId },
          shownRunId: null,
        }),
      requestFit: () => set((state) => ({ fitRequests: state.fitRequests + 1 })),
      requestReveal: (nodeId) => set({ reveal: { nodeId } }),
      base: () => saves.base(),
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
      activate() {
        activating ??= activate().finally(() => {
          activating = null;
        });
        return activating;
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
      const saved = await saves.write(baseRevision, sent);
      const secrets = storedSecrets(sent, saved.graph);
      store.setState((state) => {
        const history =
          secrets.length > 0
            ? rewrite(state.history, (document) => adoptSecrets(document, secrets))
            : state.history;
        const { hasUnpublishedChanges, draftBaseVersion } = saved;
        const published = { ...state.published, hasUnpublishedChanges, draftBaseVersion };
        return { history, published };
      });
      return saved.revision;
    },
    classify,
    onState: (save) => store.setState({ save }),
  });

  return Object.assign(store, { autosave });
}
