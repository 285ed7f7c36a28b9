import { toast } from "sonner";
import type { Graph } from "@/lib/scenarios/graph";
import type { EditorStore } from "./store";

/** Makes a published version the draft, as one edit, and shows the draft. */
export function restoreVersion(store: EditorStore, number: number, graph: Graph): void {
  const { apply, show, requestFit } = store.getState();
  show(null);
  if (apply({ type: "replace", graph })) {
    toast.success(`Version ${number} is the draft now; undo takes it back.`);
    requestFit();
  } else {
    toast.info(`The draft is the same as version ${number}.`);
  }
}
