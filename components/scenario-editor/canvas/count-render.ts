type Listener = (id: string) => void;

/**
 * Tells a test, if one listens, that the card or line of this id was rendered: a drag is to render
 * what moves and nothing else, however large the scenario is.
 */
export function countRender(id: string): void {
  (globalThis as { countRender?: Listener }).countRender?.(id);
}
