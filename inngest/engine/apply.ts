import { type Change, decide, MAX_STEPS, type Rules, retry, unsupported } from "./decide";
import { finishFailed } from "./finish";
import type { Registry } from "./registry";
import { type Pool, statement } from "./store/db";
import { DISCOVERY, type Lease, type Log, type Outcome } from "./types";

export interface ApplyContext {
  pool: Pool;
  registry: Registry;
  log: Log;
  owner: string;
}

export interface Applied {
  /** The next item of the same run, already leased: it keeps the slot its predecessor had. */
  next?: Lease;
  /** Items became due, or a slot of a concurrency key free, for anyone to take. */
  more: boolean;
}

const proceedRun = statement<{
  outcome: "lost" | "stalled" | "full" | "waiting" | "more" | "next";
  next_id: string;
  next_claims: number;
}>(
  "proceed",
  "select * from engine.proceed($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
);
const completeRun = statement("complete", "select engine.complete($1, $2, $3, $4, $5)");
const postponeItem = statement(
  "postpone",
  `update engine.item set owner = null, attempt = $4, tries = $5,
     run_at = now() + $6 * interval '1 millisecond'
   where id = $1 and owner = $2 and claims = $3`,
);

/**
 * Records what came of a call and queues what follows. A result whose lease was lost in the
 * meantime changes nothing: its new holder will bring one.
 * @param keep whether this process wants to go on with the same run at once
 */
export async function applyOutcome(
  context: ApplyContext,
  lease: Lease,
  outcome: Outcome,
  rules: Rules,
  keep: boolean,
): Promise<Applied> {
  const change = decide(lease, outcome, rules);
  return applyChange(context, lease, change, rules, keep);
}

async function applyChange(
  context: ApplyContext,
  lease: Lease,
  change: Change,
  rules: Rules,
  keep: boolean,
): Promise<Applied> {
  const { pool, owner, log } = context;
  const ids = { runId: lease.runId, functionId: lease.functionId };
  const held = [lease.id, owner, lease.claims];
  switch (change.kind) {
    case "complete":
      await completeRun(pool, [lease.runId, ...held, change.output]);
      log.debug(ids, "run completed");
      return { more: false };
    case "fail":
      if (change.unsupported) log.error(ids, `not supported: ${change.unsupported}`);
      return { more: (await finishFailed(context, lease, change.error)) > 0 };
    case "postpone": {
      const { attempt, tries, delayMs, reason } = change;
      await postponeItem(pool, [...held, attempt, tries, delayMs]);
      // Tries of an absent app are told of once, by the registration.
      log[tries > 1 || tries === 0 ? "warn" : "debug"](
        { ...ids, attempt, tries, delayMs, reason },
        tries === 0 ? "retry" : "the app was not reached",
      );
      return { more: true };
    }
    case "proceed":
      return proceed(context, lease, change, rules, keep);
  }
}

async function proceed(
  context: ApplyContext,
  lease: Lease,
  change: Extract<Change, { kind: "proceed" }>,
  rules: Rules,
  keep: boolean,
): Promise<Applied> {
  const { steps, planned, many, eager } = change;
  const [row] = await proceedRun(context.pool, [
    lease.runId,
    lease.id,
    context.owner,
    lease.claims,
    keep,
    eager,
    many,
    steps.map((step) => step.id),
    steps.map((step) => step.payload),
    planned.map((plan) => plan.id),
    planned.map((plan) => plan.kind),
    planned.map((plan) => plan.delayMs),
    MAX_STEPS,
  ]);
  if (row?.outcome === "full") {
    const change = unsupported(`more than ${MAX_STEPS} steps in a run`);
    return applyChange(context, lease, change, rules, keep);
  }
  if (row?.outcome === "stalled") {
    const error = { name: "EngineError", message: "The app reported no new step." };
    return applyChange(context, lease, retry(lease, error, rules), rules, keep);
  }
  if (row?.outcome !== "next") return { more: row?.outcome === "more" };
  const next: Lease = {
    ...lease,
    id: row.next_id,
    claims: row.next_claims,
    stepId: DISCOVERY,
    kind: "call",
    attempt: 0,
    tries: 0,
  };
  return { next, more: planned.length > 0 };
}
