import { isTooLarge, MAX_STEPS } from "./decide";
import { type Db, statement } from "./store/db";
import type { Op } from "./types";

/** Steps that a call has done and goes on from, as the SDK reports them. */
export interface Checkpoint {
  runId: string;
  itemId: string;
  claims: number;
  ops: Op[];
}

/** The report can't be read, or holds what the engine does not support: the SDK reports anew, in its answer. */
export class CheckpointRejected extends Error {}

const saveSteps = statement<{ outcome: "saved" | "stale" | "full" }>(
  "checkpoint",
  "select engine.checkpoint($1, $2, $3, $4, $5, $6) as outcome",
);

/**
 * Reads the body of `POST /v1/checkpoint/:runId/async`.
 * @throws CheckpointRejected naming what is wrong, without repeating a step's data.
 */
export function parseCheckpoint(runId: string, text: string): Checkpoint {
  let body: { qi_id?: unknown; steps?: unknown };
  try {
    body = JSON.parse(text) ?? {};
  } catch {
    throw new CheckpointRejected("The body is not JSON.");
  }
  const item = /^(\d{1,18})\.(\d{1,9})$/.exec(String(body.qi_id));
  if (!item?.[1]) throw new CheckpointRejected("There is no queue item of this id.");
  if (!Array.isArray(body.steps)) throw new CheckpointRejected("There are no steps.");
  for (const op of body.steps as Partial<Op>[]) {
    if (typeof op?.id !== "string") throw new CheckpointRejected("A step has no id.");
    // Whatever else a call reports, it reports in its answer.
    if (op.op !== "StepRun") throw new CheckpointRejected("Only steps that were run can be saved.");
  }
  return { runId, itemId: item[1], claims: Number(item[2]), ops: body.steps as Op[] };
}

/**
 * Saves steps of a call under way. False when the call has lost its lease: another one is being made,
 * and this one must not go on. Safe to repeat: the first result of a step stays.
 * @throws CheckpointRejected when the run would have too many steps, or one gave back too much.
 */
export async function saveCheckpoint(db: Db, checkpoint: Checkpoint): Promise<boolean> {
  const { runId, itemId, claims, ops } = checkpoint;
  const payloads = ops.map((op) => JSON.stringify({ data: op.data ?? null }));
  if (payloads.some(isTooLarge)) throw new CheckpointRejected("A step gave back too much.");
  const stepIds = ops.map((op) => op.id);
  const [row] = await saveSteps(db, [runId, itemId, claims, stepIds, payloads, MAX_STEPS]);
  if (row?.outcome === "full") throw new CheckpointRejected(`More than ${MAX_STEPS} steps.`);
  return row?.outcome === "saved";
}
