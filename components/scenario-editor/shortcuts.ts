import { deleteSelection, duplicateSelection, selectAll, tidyUp, toggleDisabled } from "./commands";
import type { EditorStore } from "./store";
import { isTextEdit } from "./text-edit";

/** One shortcut: `mod` is Ctrl, or ⌘ on a Mac. */
export interface Shortcut {
  combination: string;
  label: string;
  /** Left out where the browser or React Flow does it already. */
  run?: (store: EditorStore) => void;
  isUndo?: boolean;
  /** Whether it is about what is selected, so that it takes the node that has the focus, too. */
  ofSelection?: boolean;
  /** Whether it works from within a field too, as things stand. */
  inFields?: (store: EditorStore) => boolean;
}

// In a field, undo is about text: it takes back what was typed about this node, no move or deletion.
const undoing: Omit<Shortcut, "combination" | "label"> = {
  run: (store) => store.getState().undo(),
  isUndo: true,
  inFields(store) {
    const { history, selection } = store.getState();
    return isTextEdit(history.present, history.past.at(-1), selection.nodeIds[0]);
  },
};
const redoing: typeof undoing = {
  run: (store) => store.getState().redo(),
  isUndo: true,
  inFields(store) {
    const { history, selection } = store.getState();
    return isTextEdit(history.present, history.future[0], selection.nodeIds[0]);
  },
};

const deleting: Omit<Shortcut, "combination"> = {
  label: "Delete what is selected",
  run: (store) => deleteSelection(store),
  ofSelection: true,
};

/** Every shortcut of the editor, in the order of the sheet that lists them. */
export const shortcuts: readonly Shortcut[] = [
  { combination: "mod+z", label: "Undo", ...undoing },
  { combination: "mod+shift+z", label: "Redo", ...redoing },
  { combination: "mod+y", label: "Redo", ...redoing },
  {
    combination: "mod+s",
    label: "Save now",
    run: (s) => void s.getState().drain(),
    inFields: () => true,
  },
  { combination: "mod+c", label: "Copy the selected nodes" },
  { combination: "mod+x", label: "Cut the selected nodes" },
  { combination: "mod+v", label: "Paste nodes" },
  {
    combination: "mod+d",
    label: "Duplicate the selected nodes",
    run: duplicateSelection,
    ofSelection: true,
  },
  { combination: "mod+a", label: "Select all nodes", run: selectAll },
  {
    combination: "mod+e",
    label: "Switch the selected nodes off or on",
    run: toggleDisabled,
    ofSelection: true,
  },
  {
    combination: "mod+f",
    label: "Find a node by its name or what it does",
    run: (s) => s.setState({ isFinding: true }),
  },
  { combination: "delete", ...deleting },
  { combination: "backspace", ...deleting },
  {
    combination: "a",
    label: "Add an operation: go to the palette",
    run: focusPalette,
    ofSelection: true,
  },
  {
    combination: "i",
    label: "Go to the settings of the selected node",
    run: focusInspector,
    ofSelection: true,
  },
  { combination: "tab", label: "Go from node to node, in the order of the flow" },
  { combination: "enter", label: "Select the node that has the focus" },
  {
    combination: "escape",
    label: "In the settings: back to the canvas; on the canvas: select nothing",
    run: (s) => s.getState().select({}),
  },
  { combination: "arrows", label: "Move the selected nodes" },
  { combination: "shift+drag", label: "Select with a box" },
  {
    combination: "shift+1",
    label: "Fit everything into sight",
    run: (s) => s.getState().requestFit(),
  },
  { combination: "shift+t", label: "Tidy up", run: tidyUp },
  {
    combination: "?",
    label: "Show this list",
    run: (s) => s.setState({ areShortcutsShown: true }),
  },
];

function focusPalette() {
  document.querySelector<HTMLElement>("[data-palette-search]")?.focus();
}

function focusInspector() {
  document.querySelector<HTMLElement>("[data-inspector] [data-path]")?.focus();
}

const isMac = () => typeof navigator !== "undefined" && /Mac|iPhone|iPad/.test(navigator.userAgent);

const words: Record<string, string> = {
  shift: "Shift",
  delete: "Delete",
  backspace: "Backspace",
  tab: "Tab",
  enter: "Enter",
  escape: "Esc",
  arrows: "Arrows",
  drag: "drag",
};

/** A combination as it stands on the keyboard: "Ctrl Shift Z". */
export function keys(combination: string): string {
  return combination
    .split("+")
    .map((key) => (key === "mod" ? (isMac() ? "⌘" : "Ctrl") : (words[key] ?? key.toUpperCase())))
    .join(" ");
}

/** The shortcut that a key press stands for; undefined when there is none. */
export function shortcutOf(
  event: Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">,
): Shortcut | undefined {
  if (event.altKey) return undefined;
  const mod = event.ctrlKey || event.metaKey;
  return shortcuts.find(({ combination, run }) => {
    if (!run) return false;
    const parts = combination.split("+");
    const key = parts.at(-1) ?? "";
    if (parts.includes("mod") !== mod) return false;
    // "?" and "!" are themselves made with Shift on many keyboards.
    if (key === "?") return event.key === "?";
    if (key === "1") return event.shiftKey && (event.key === "1" || event.key === "!");
    return parts.includes("shift") === event.shiftKey && event.key.toLowerCase() === key;
  });
}
