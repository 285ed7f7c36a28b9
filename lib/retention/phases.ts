/** What is pruned, in this order: each leaves over what the next one removes. */
export const PRUNE_PHASES = ["bodies", "runs", "events", "leftovers"] as const;
export type PrunePhase = (typeof PRUNE_PHASES)[number];

export const isPrunePhase = (value: unknown): value is PrunePhase =>
  PRUNE_PHASES.some((phase) => phase === value);
