import { createStore, type StoreApi } from "zustand/vanilla";
import { ApiProblem } from "@/components/api";
import { reasonOf, type Scenario } from "@/components/scenarios/api";
import { describeChanges } from "@/lib/scenarios/describe-changes";
import type { Graph } from "@/lib/scenarios/graph";
import { mergeGraphs } from "@/lib/scenarios/merge-graphs";
import { applyOperation, type GraphOperation, sameJson } from "@/lib/scenarios/operations";
import { type Problem, validateGraph } from "@/lib/scenarios/validate";
import type { StoredSecretView } from "@/lib/secrets/schemas";
import type { NetworkSettings } from "./address-warning";
import { adoptSecrets, storedSecrets } from "./adopt";
import { type Autosave, createAutosave, type SaveState } from "./autosave";
import type { PickRequest } from "./canvas/pick-next";
import { type History, record, redo, rewrite, startHistory, undo } from "./history";
import { keepTexts, keptTexts, textsOf } from "./kept-texts";
import { createPublishing, type Published, type Publishing, publishedOf } from "./publishing";
import { createSaves } from "./saves";

export interface Selection {
  nodeIds: string[];
  edgeIds: string[];
}

export interface FieldFocus {
  nodeId: string;
  path: string | null;
}

/** A run on the graph that it used, or a published version. */
export type Shown = { runId: string } | { version: number };

/** How much of the unsaved work the browser took. */
export interface Kept {
  isKept: boolean;
  /** The secrets that were entered and are in no copy, in words. */
  leftOut: readonly string[];
}

export interface Reveal {
  nodeId: string;
  /** Whether it is shown in the middle and large enough to be read, in sight already or not. */
  isCentred?: boolean;
}

export interface EditorState extends Pick<Publishing, "rename" | "activate" | "deactivate"> {
  readonly scenarioId: string;
  /** Whether the person may only look: then nothing here is edited. */
  readonly isReadOnly: boolean;
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
  /** A node that should come into sight, if it is not; null once it was shown. */
  reveal: Reveal | null;
  /** What has just happened, for those who can't see it. */
  announcement: string;
  areShortcutsShown: boolean;
  /** Whether the search over the nodes is open. */
  isFinding: boolean;
  /** Nodes whose empty settings are no fault yet; see `isToFillIn`. */
  freshIds: ReadonlySet<string>;
  /** The place for which an action is being chosen. */
  pick: PickRequest | null;
  /** The connection under what is being dragged, which a drop would put it on. */
  dropEdgeId: string | null;
  /** The webhook node that shall be tested, from outside of its form. */
  testRequest: string | null;
  /** Where this instance may send to; null until it is known. */
  network: NetworkSettings | null;
  /** What is known of the stored secrets that the draft refers to, by id. */
  storedSecrets: ReadonlyMap<string, StoredSecretView>;
  /** What the canvas shows in place of the draft, to be read. */
  shown: Shown | null;
  save: SaveState;
  /** How many names are on their way to the server. */
  renames: number;
  /** What this tab has kept of what is unsaved; null while everything is saved. */
  kept: Kept | null;
  /** Keeps what is unsaved at once, for the page may be left; null where nothing does. */
  keepNow: (() => void) | null;

  /**
   * Applies an edit, or several as one entry of the history; edits of one `burst` in quick
   * succession are undone together. False when it changed nothing.
   */
  apply: (operation: GraphOperation | readonly GraphOperation[], burst?: string) => boolean;
  setPendingText: (nodeId: string, path: string, text: string | null) => void;
  say: (text: string) => void;
  /** Shows a run or a version in place of the draft; with null, the draft. */
  show: (shown: Shown | null) => void;
  undo: () => void;
  redo: () => void;
  select: (selection: Partial<Selection>) => void;
  /** Selects a node of the draft, brings it into sight and puts the cursor into one of its fields. */
  focusField: (nodeId: string, path?: string) => void;
  requestFit: () => void;
  requestReveal: (nodeId: string, how?: Omit<Reveal, "nodeId">) => void;
  /** A node was added just now: what it lacks is still to be filled in. */
  markFresh: (nodeId: string) => void;
  /** What a node lacks is a fault from now on; of every node when none is given. */
  endFresh: (nodeId?: string) => void;
  /** Takes over what the server has by now, for those who only look. */
  follow: (theirs: Scenario) => void;
  /** The document that both sides of a conflict come from. */
  base: () => Graph;
  drain: () => Promise<boolean>;
  /** After a conflict: mine in place of theirs, as it was looked at. */
  overwrite: (theirs: Scenario) => Promise<boolean>;
  /**
   * After a conflict: the document of both sides is the draft now and is saved; undo takes mine out
   * of it. Where the two clash nothing happens. False when it is not saved, such as for another
   * conflict: what was brought together stays.
   */
  keepBoth: (theirs: Scenario) => Promise<boolean>;
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

/** The state of one open scenario. Creating it saves nothing; only an edit does. */
export function createEditorStore(
  scenario: Scenario,
  shown: Shown | null = null,
  { isReadOnly = false }: { isReadOnly?: boolean } = {},
): EditorStore {
  const { id } = scenario;
  const saves = createSaves(scenario);
  const store: StoreApi<EditorState> = createStore<EditorState>()((set, get) => {
    const graph = () => get().history.present;
    const publishing = createPublishing({
      id,
      read: () => get().published,
      write: (published) => set({ published }),
      drain: () => get().drain(),
      draft: () => autosave,
      onRename: (by) => set(({ renames }) => ({ renames: renames + by })),
    });

    /** Takes over a changed document; every such change is saved. */
    const enter = (history: History<Graph>) => {
      const { present } = history;
      if (present === graph()) return;
      const nodeIds = new Set(present.nodes.map((node) => node.id));
      const edgeIds = new Set(present.edges.map((edge) => edge.id));
      const { selection } = get();
      const pendingTexts = textsOf(get().pendingTexts, nodeIds);
      keepTexts(id, pendingTexts);
      set({
        history,
        problems: validateGraph(present),
        pendingTexts,
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

    return {
      scenarioId: id,
      isReadOnly,
      published: publishedOf(scenario),
      history: startHistory(scenario.graph),
      problems: validateGraph(scenario.graph),
      pendingTexts: keptTexts(id, new Set(scenario.graph.nodes.map((node) => node.id))),
      openFields: 0,
      selection: { nodeIds: [], edgeIds: [] },
      focus: null,
      fitRequests: 0,
      reveal: null,
      announcement: "",
      areShortcutsShown: false,
      isFinding: false,
      freshIds: new Set(),
      pick: null,
      dropEdgeId: null,
      testRequest: null,
      network: null,
      storedSecrets: new Map(),
      shown,
      save: { kind: "saved", at: null },
      renames: 0,
      kept: null,
      keepNow: null,

      apply(operation, burst) {
        if (isReadOnly) return false;
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
        const pendingTexts = text === null ? rest : { ...rest, [`${nodeId}:${path}`]: text };
        keepTexts(id, pendingTexts);
        set({ pendingTexts });
      },
      // A no-break space tells the same sentence apart from its repetition, which is read out too.
      say: (text) =>
        set(({ announcement }) => ({
          announcement: announcement === text ? `${text}\u00a0` : text,
        })),
      show: (next) => set({ shown: next }),
      select: (selection) => set({ selection: { nodeIds: [], edgeIds: [], ...selection } }),
      focusField: (nodeId, path) =>
        set({
          selection: { nodeIds: [nodeId], edgeIds: [] },
          focus: { nodeId, path: path ?? null },
          reveal: { nodeId },
          shown: null,
        }),
      requestFit: () => set((state) => ({ fitRequests: state.fitRequests + 1 })),
      requestReveal: (nodeId, how) => set({ reveal: { nodeId, ...how } }),
      markFresh: (nodeId) => set(({ freshIds }) => ({ freshIds: new Set(freshIds).add(nodeId) })),
      endFresh(nodeId) {
        const { freshIds } = get();
        const rest = [...freshIds].filter((freshId) => nodeId !== undefined && freshId !== nodeId);
        if (rest.length < freshIds.size) set({ freshIds: new Set(rest) });
      },
      follow(theirs) {
        const { graph: present } = theirs;
        set({ published: publishedOf(theirs) });
        if (sameJson(graph(), present)) return;
        set({ history: startHistory(present), problems: validateGraph(present) });
      },
      base: () => saves.base(),
      async drain() {
        const [isSaved] = await Promise.all([autosave.drain(), publishing.renamed()]);
        return isSaved;
      },
      overwrite: ({ revision }) => autosave.overwrite(revision),
      keepBoth(theirs) {
        const merged = mergeGraphs({ base: saves.base(), mine: graph(), theirs: theirs.graph });
        if ("clashes" in merged) return Promise.resolve(false);
        saves.standOn(theirs);
        // Undoing further would take back what the other did.
        const history = startHistory(theirs.graph);
        set({ published: publishedOf(theirs) });
        enter(sameJson(merged.graph, theirs.graph) ? history : record(history, merged.graph, 0));
        return autosave.overwrite(theirs.revision);
      },
      rename: publishing.rename,
      activate: publishing.activate,
      deactivate: publishing.deactivate,
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
