import type { RunStep } from "@/components/api";

type Status = RunStep["status"] | undefined;

/** How a connection of a run is drawn. */
export interface EdgeLook {
  /** A colour of the theme. */
  color: string;
  /** Lengths of dashes and gaps in the canvas's units; without it, the line is whole. */
  dash?: string;
  isAnimated?: boolean;
}

/**
 * A connection as the run came to use it: whole and green where it led to a node that did its work,
 * whole and red into one that failed, long dashes into one that was skipped or cancelled, dots where
 * the run has not come. Colour never tells alone: the pattern does, and the nodes' own words.
 */
export function edgeLook(source: Status, target: Status): EdgeLook {
  switch (target) {
    case "failed":
      return { color: "var(--danger)" };
    case "skipped":
    case "cancelled":
      return { color: "var(--border-strong)", dash: "8 6" };
    case "waiting":
      return { color: "var(--info)", isAnimated: true };
    default:
      return source === "succeeded" && target === "succeeded"
        ? { color: "var(--success)" }
        : { color: "var(--border-strong)", dash: "2 4" };
  }
}
