import type { PoolClient } from "pg";
import { backoffMs, MAX_TRIES, nextTry } from "./backoff";
import { finish, type RunRow } from "./finish";
import { sleepMs } from "./protocol/duration";
import { errorBody } from "./protocol/response";
import type { Registry } from "./registry";
import { inTransaction, type Pool, statement } from "./store/db";
import { leaseOf } from "./store/queue";
import type { ErrorBody, Lease, Log, Op, Outcome, TransportFault } from "./types";

const MAX_STEPS = 1_000;

export interface AdvanceContext {
  pool: Pool;
  registry: Registry;
  log: Log;
  owner: string;
  backoffBaseMs: number;
}

export interface Advanced {
  /** The next item of the same run, already leased: it keeps the slot its predecessor had. */
  next?: Lease;
  /** Items became due that anyone may take. */
  more: boolean;
}

const lockRun = statement<RunRow & { force_plan: boolean; max_attempts: number }>(
  "lock-run",
  `select r.id, r.function_id, r.event_id, r.key1, r.key2, r.status, r.force_plan,
     coalesce(f.max_attempts, 5) as max_attempts
   from engine.run r left join engine.function f on f.id = r.function_id
   where r.id = $1 for update of r`,
);
const checkItem = statement<{ owned: boolean | null; rerun: boolean | null; others: number }>(
  "check-item",
  `select bool_or(id = $2 and owner = $3 and claims = $4) as owned,
     bool_or(id = $2 and rerun) as rerun, (count(*) filter (where id <> $2))::int as others
   from engine.item where run_id = $1`,
);
const postpone = statement(
  "postpone",
  `update engine.item set owner = null, attempt = $2, tries = $3,
     run_at = now() + $4 * interval '1 millisecond' where id = $1`,
);
const removeItem = statement("remove-item", "delete from engine.item where id = $1");
const saveStep = statement(
  "save-step",
  `insert into engine.step (run_id, step_id, payload) values ($1, $2, $3)
   on conflict (run_id, step_id) do nothing`,
);
const planStep = statement<{ id: string }>(
  "plan-step",
  `insert into engine.item (run_id, function_id, key1, key2, step_id, kind, run_at)
   select $1, $2, $3, $4, $5, $6, now() + $7 * interval '1 millisecond'
   where not exists (select from engine.step where run_id = $1 and step_id = $5)
   on conflict (run_id, step_id) do nothing returning id`,
);
// A discovery that is under way when another is asked for runs once more afterwards.
const discover = statement<Parameters<typeof leaseOf>[0] & { mine: boolean }>(
  "discover",
  `insert into engine.item (run_id, function_id, key1, key2, step_id, owner, claims)
   values ($1, $2, $3, $4, 'step', $5, case when $5::text is null then 0 else 1 end)
   on conflict (run_id, step_id) do update set rerun = engine.item.owner is not null
   returning *, (owner = $5 and not rerun) is true as mine`,
);
const setForcePlan = statement(
  "set-force-plan",
  "update engine.run set force_plan = $2 where id = $1 and force_plan <> $2",
);
const countSteps = statement<{ count: number }>(
  "count-steps",
  "select count(*)::int as count from engine.step where run_id = $1",
);

/**
 * Records what came of a call and queues what follows, in one transaction under the run's lock.
 * A result whose lease was lost in the meantime changes nothing: its new holder will bring one.
 * @param keep whether this process wants to go on with the same run at once
 */
export async function advance(
  context: AdvanceContext,
  lease: Lease,
  outcome: Outcome,
  keep: boolean,
): Promise<Advanced> {
  return inTransaction(context.pool, async (tx) => {
    const run = (await lockRun(tx, [lease.runId]))[0];
    const item = (await checkItem(tx, [lease.runId, lease.id, context.owner, lease.claims]))[0];
    if (!run || !item?.owned) return { more: false };
    if (run.status !== "running") {
      await removeItem(tx, [lease.id]);
      return { more: false };
    }
    const step = new Advance(context, tx, lease, run, item.others, item.rerun === true, keep);
    return step.apply(outcome);
  });
}

class Advance {
  constructor(
    private readonly context: AdvanceContext,
    private readonly tx: PoolClient,
    private readonly lease: Lease,
    private readonly run: RunRow & { force_plan: boolean; max_attempts: number },
    /** Items of the run besides this one, leased or not. */
    private readonly others: number,
    private readonly rerun: boolean,
    private readonly keep: boolean,
  ) {}

  async apply(outcome: Outcome): Promise<Advanced> {
    switch (outcome.kind) {
      case "complete":
        return this.end({ output: outcome.output });
      case "error":
        if (!outcome.retry) return this.end({ error: outcome.error });
        return this.retry(outcome.error, outcome.retryAfterMs);
      case "unreachable":
        return this.unreachable(outcome.reason, outcome.fault);
      case "slept":
        await saveStep(this.tx, [this.run.id, this.lease.stepId, "null"]);
        return this.proceed(true, 0, false);
      case "ops":
        return this.operations(outcome.ops, outcome.eager, outcome.retryAfterMs);
    }
  }

  private async operations(ops: Op[], eager: boolean, retryAfter?: number): Promise<Advanced> {
    const unknown = ops.find((op) => !KNOWN.has(op.op));
    if (unknown) return this.unsupported(`the operation ${unknown.op}`, unknown);
    const done = ops.find((op) => op.op === "RunComplete");
    if (done) return this.end({ output: JSON.stringify(done.data ?? null) });
    const failing = ops.find((op) => op.op === "StepError");
    // The item is repeated as a whole, so nothing reported beside the error may be kept.
    if (failing && this.lease.attempt + 1 < this.run.max_attempts) {
      return this.retry(errorBody(failing.error), retryAfter);
    }
    let saved = false;
    let planned = 0;
    for (const op of ops) {
      if (op.op === "StepRun" || op.op === "StepError" || op.op === "StepFailed") {
        const payload =
          op.op === "StepRun" ? { data: op.data ?? null } : { error: errorBody(op.error) };
        await saveStep(this.tx, [this.run.id, op.id, JSON.stringify(payload)]);
        saved = true;
      } else {
        const duration = op.op === "Sleep" ? durationOf(op) : 0;
        if (duration === undefined) return this.unsupported("the duration of this Sleep", op);
        planned += await this.plan(op, duration);
      }
    }
    if (saved) {
      const count = (await countSteps(this.tx, [this.run.id]))[0]?.count ?? 0;
      if (count > MAX_STEPS) return this.unsupported(`more than ${MAX_STEPS} steps in a run`);
    }
    // Several at once: from here the SDK only plans, until the last of them is done.
    if (ops.length > 1) await setForcePlan(this.tx, [this.run.id, true]);
    return this.proceed(saved, planned, eager);
  }

  /** Queues one planned step. Returns 1, or 0 when it is queued or memoised already. */
  private async plan(op: Op, delayMs: number): Promise<number> {
    const { id, function_id, key1, key2 } = this.run;
    const sleep = op.op === "Sleep";
    // A sleep costs no slot, so it stands in no lane of a concurrency key.
    const lane = sleep ? ["", "", op.id, "sleep"] : [key1, key2, op.id, "call"];
    return (await planStep(this.tx, [id, function_id, ...lane, delayMs])).length;
  }

  /** Removes the finished item and, when nothing is pending or `eager` asks for it, looks again. */
  private async proceed(saved: boolean, planned: number, eager: boolean): Promise<Advanced> {
    const nothingPending = this.others === 0 && planned === 0;
    if (nothingPending && !saved && !this.rerun) {
      return this.retry({ name: "EngineError", message: "The app reported no new step." });
    }
    await removeItem(this.tx, [this.lease.id]);
    const look = nothingPending || this.rerun || (saved && eager);
    if (!look) return { more: planned > 0 };
    if (nothingPending && this.run.force_plan) await setForcePlan(this.tx, [this.run.id, false]);
    const { id, function_id, key1, key2 } = this.run;
    // The slot may be handed on only by an item that had one of its own.
    const owner = this.keep && this.lease.kind === "call" ? this.context.owner : null;
    const row = (await discover(this.tx, [id, function_id, key1, key2, owner]))[0];
    if (row?.mine && owner) return { next: leaseOf(row), more: planned > 0 };
    return { more: true };
  }

  private async retry(error: ErrorBody, retryAfter?: number): Promise<Advanced> {
    const { attempt, id, functionId, runId } = this.lease;
    if (attempt + 1 >= this.run.max_attempts) return this.end({ error });
    const delayMs = retryAfter ?? backoffMs(attempt, this.context.backoffBaseMs);
    await postpone(this.tx, [id, attempt + 1, 0, delayMs]);
    this.context.log.warn({ runId, functionId, attempt, delayMs, reason: error.message }, "retry");
    return { more: true };
  }

  private async unreachable(reason: string, fault: TransportFault): Promise<Advanced> {
    const { id, attempt, runId, functionId } = this.lease;
    const { tries, delayMs } = nextTry(this.lease.tries, fault);
    if (tries >= MAX_TRIES) {
      return this.retry({ name: "EngineError", message: `The app can't be reached: ${reason}` });
    }
    await postpone(this.tx, [id, attempt, tries, delayMs]);
    const level = fault === "absent" ? "debug" : "warn";
    this.context.log[level]({ runId, functionId, tries, reason }, "app not reached");
    return { more: true };
  }

  private async unsupported(what: string, op?: Op): Promise<Advanced> {
    const { runId, functionId } = this.lease;
    this.context.log.error({ runId, functionId, opcode: op?.op }, `run failed: ${what}`);
    const message = `The embedded engine does not support ${what}.`;
    return this.end({ error: { name: "EngineUnsupportedError", message } });
  }

  private async end(result: { output: string } | { error: ErrorBody }): Promise<Advanced> {
    const started = await finish(this.context, this.tx, this.run, result);
    return { more: started > 0 };
  }
}

const KNOWN = new Set([
  "StepRun",
  "StepError",
  "StepFailed",
  "StepPlanned",
  "Sleep",
  "RunComplete",
]);

function durationOf(op: Op): number | undefined {
  const given = op.opts?.duration ?? op.name ?? "";
  return sleepMs(String(given));
}
