/** Names an operation on its way from the palette to the canvas. */
export const DRAG_TYPE = "application/x-operation";
