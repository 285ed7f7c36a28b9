import type { PoolClient } from "pg";
import { storedEvent, storeEvents } from "./ingest";
import { FAILED_EVENT, type Registry } from "./registry";
import { statement } from "./store/db";
import type { ErrorBody, Log } from "./types";

/** The columns of a locked run that deciding its fate needs. */
export interface RunRow {
  id: string;
  function_id: string;
  event_id: string;
  key1: string;
  key2: string;
  status: string;
}

const closeRun = statement(
  "close-run",
  `with gone as (delete from engine.item where run_id = $1)
   update engine.run set status = $2, output = $3, error = $4, finished_at = now() where id = $1`,
);
const eventBody = statement<{ body: string }>(
  "event-body",
  "select body from engine.event where id = $1",
);

/**
 * Ends a run inside the caller's transaction. A failure becomes the event an `onFailure` handler
 * listens to, unless the run that failed was such a handler itself.
 * @returns how many runs that event started
 */
export async function finish(
  context: { registry: Registry; log: Log },
  tx: PoolClient,
  run: RunRow,
  result: { output: string } | { error: ErrorBody },
): Promise<number> {
  const ids = { runId: run.id, functionId: run.function_id };
  if ("output" in result) {
    await closeRun(tx, [run.id, "completed", result.output, null]);
    context.log.debug(ids, "run completed");
    return 0;
  }
  await closeRun(tx, [run.id, "failed", null, JSON.stringify(result.error)]);
  context.log.error(
    { ...ids, reason: `${result.error.name}: ${result.error.message}` },
    "run failed",
  );
  const event = JSON.parse((await eventBody(tx, [run.event_id]))[0]?.body ?? "{}");
  if (event.name === FAILED_EVENT) return 0;
  const id = `${run.id}-failed`;
  const data = {
    function_id: run.function_id,
    run_id: run.id,
    event,
    events: [event],
    error: result.error,
  };
  const failed = storedEvent(id, { id, name: FAILED_EVENT, data, ts: Date.now() });
  return storeEvents(tx, context.registry, [failed]);
}
