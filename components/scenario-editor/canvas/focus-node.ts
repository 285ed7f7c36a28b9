import type { EditorStore } from "../store";

/** How long a card may take until it is in sight and drawn, in milliseconds. */
const WITHIN_MS = 1_000;

const cardOf = (nodeId: string) =>
  document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(nodeId)}"]`);

const canvas = () => document.querySelector<HTMLElement>("[data-canvas]");

/** Gives the canvas the focus: its selected node, if it is drawn, else the canvas as a whole. */
export function focusCanvas(store: EditorStore): void {
  const [id] = store.getState().selection.nodeIds;
  const target = (id !== undefined && cardOf(id)) || canvas();
  target?.focus({ preventScroll: true });
}

/**
 * Gives a node of the canvas the focus, as soon as its card is drawn: of a large scenario, only what
 * is in sight is. Until then the canvas has it; whoever goes elsewhere meanwhile stays there.
 */
export function focusNode(nodeId: string): void {
  const until = performance.now() + WITHIN_MS;
  const attempt = () => {
    const card = cardOf(nodeId);
    if (card) return card.focus({ preventScroll: true });
    if (performance.now() > until) return;
    requestAnimationFrame(() => {
      const { activeElement } = document;
      if (activeElement === document.body || activeElement === canvas()) attempt();
    });
  };
  if (!cardOf(nodeId)) canvas()?.focus({ preventScroll: true });
  attempt();
}
