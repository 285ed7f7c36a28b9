import type { ApplyContext } from "./apply";
import { storedEvent, storeEvents } from "./ingest";
import { FAILED_EVENT } from "./registry";
import { inTransaction, statement } from "./store/db";
import type { ErrorBody, Lease } from "./types";

const lockRun = statement<{ body: string }>(
  "lock-run",
  `select e.body from engine.run r join engine.event e on e.id = r.event_id
   where r.id = $1 for update of r`,
);
const checkLease = statement(
  "check-lease",
  "select 1 from engine.item where id = $1 and owner = $2 and claims = $3",
);
const failRun = statement(
  "fail-run",
  `with gone as (delete from engine.item where run_id = $1)
   update engine.run set status = 'failed', error = $2, finished_at = now() where id = $1`,
);

/**
 * Ends a run as failed. The failure becomes the event an `onFailure` handler listens to, in the
 * same transaction, unless the run that failed was such a handler itself.
 * @returns how many runs that event started
 */
export async function finishFailed(
  context: ApplyContext,
  lease: Lease,
  error: ErrorBody,
): Promise<number> {
  const { runId, functionId } = lease;
  return inTransaction(context.pool, async (tx) => {
    const run = (await lockRun(tx, [runId]))[0];
    const [held] = await checkLease(tx, [lease.id, context.owner, lease.claims]);
    if (!run || !held) return 0;
    await failRun(tx, [runId, JSON.stringify(error)]);
    context.log.error(
      { runId, functionId, reason: `${error.name}: ${error.message}` },
      "run failed",
    );
    const event = JSON.parse(run.body);
    if (event.name === FAILED_EVENT) return 0;
    const id = `${runId}-failed`;
    const data = { function_id: functionId, run_id: runId, event, events: [event], error };
    const failed = storedEvent(id, { id, name: FAILED_EVENT, data, ts: Date.now() });
    return storeEvents(tx, context.registry, [failed]);
  });
}
