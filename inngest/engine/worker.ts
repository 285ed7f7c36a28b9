import { setTimeout as delay } from "node:timers/promises";
import { type Applied, type ApplyContext, applyOutcome } from "./apply";
import type { Rules } from "./decide";
import type { Caller } from "./protocol/caller";
import { isDataFault, statement } from "./store/db";
import { claim, loadRun, take } from "./store/queue";
import type { Lease, Outcome, RunState } from "./types";

const POLL_MS = 1_000;

const heldItems = statement<{ id: string; claims: number }>(
  "held-items",
  "select id, claims from engine.item where owner = $1",
);
const releaseItems = statement(
  "release-items",
  "update engine.item set owner = null where owner = $1 and id = any($2::bigint[])",
);

interface Options extends ApplyContext {
  caller: Caller;
  concurrency: number;
  backoffBaseMs: number;
  /** False while the app is away: nothing is claimed. */
  mayCall: () => boolean;
  /** A call found nobody listening. */
  onAbsent: () => void;
  /** Items became due that other engines could take. */
  onMore: () => void;
}

/** Takes due items and sees each through: load, call, record, and on with the same run. */
export class Worker {
  private readonly active = new Set<Promise<void>>();
  private readonly held = new Set<string>();
  private suspects = new Set<string>();
  private readonly bell = new Bell();
  /** Something is due that there was no room for, here or of its key. */
  private isMoreDue = false;
  /** How many items this worker has seen through. */
  private ended = 0;
  private stopping = false;
  private looping?: Promise<void>;

  constructor(private readonly options: Options) {}

  start(): void {
    this.looping = this.loop();
  }

  /** Looks for work now rather than at the next poll. */
  wake(): void {
    this.bell.ring();
  }

  /** How many items are in hand. */
  get busy(): number {
    return this.active.size;
  }

  /** Takes nothing more and waits for the running calls, at most `graceMs`. */
  async stop(graceMs: number): Promise<void> {
    this.stopping = true;
    this.bell.ring();
    await this.looping;
    const timeout = new AbortController();
    await Promise.race([
      Promise.allSettled(this.active),
      delay(graceMs, undefined, { signal: timeout.signal }).catch(() => {}),
    ]);
    timeout.abort();
  }

  /**
   * Frees items leased to this process that it has not been working on for two sweeps: a commit
   * whose confirmation was lost with the connection leaves such behind.
   */
  async sweep(): Promise<void> {
    const rows = await heldItems(this.options.pool, [this.options.owner]);
    const idle = rows.filter((row) => !this.held.has(`${row.id}:${row.claims}`));
    const lost = idle.filter((row) => this.suspects.has(`${row.id}:${row.claims}`));
    this.suspects = new Set(idle.map((row) => `${row.id}:${row.claims}`));
    if (lost.length === 0) return;
    await releaseItems(this.options.pool, [this.options.owner, lost.map((row) => row.id)]);
    this.options.log.warn({ items: lost.length }, "freed items whose lease was forgotten");
    this.wake();
  }

  private async loop(): Promise<void> {
    while (!this.stopping) {
      let waitMs = POLL_MS;
      try {
        if (this.options.mayCall()) waitMs = await this.fill();
      } catch (error) {
        this.options.log.warn({ reason: (error as Error).message }, "could not take work");
      }
      await this.bell.wait(waitMs);
    }
  }

  /** Fills the free slots. Returns how long to wait when nobody rings in the meantime. */
  private async fill(): Promise<number> {
    const { pool, owner, concurrency } = this.options;
    const free = concurrency - this.active.size;
    if (free <= 0) {
      this.isMoreDue = true;
      return POLL_MS;
    }
    const { ended } = this;
    const { items, msToNext, isMoreDue } = await take(pool, owner, free).catch((error) => {
      if (isDataFault(error)) return claim(pool, owner, free);
      throw error;
    });
    this.isMoreDue = isMoreDue;
    for (const { lease } of items) this.held.add(keyOf(lease));
    for (const { lease, state } of items) this.begin(lease, state);
    // What ended meanwhile has made room, and found no reason yet to say so.
    if (isMoreDue && this.ended !== ended) return 0;
    return Math.min(POLL_MS, Math.max(1, Math.ceil(msToNext ?? POLL_MS)));
  }

  private begin(lease: Lease, state: RunState | undefined): void {
    const task = this.work(lease, state)
      .catch((error: Error) => {
        this.options.log.error({ runId: lease.runId, reason: error.message }, "work failed");
      })
      .finally(() => {
        this.active.delete(task);
        this.ended++;
        if (this.isMoreDue) this.wake();
      });
    this.active.add(task);
  }

  private async work(first: Lease, loaded: RunState | undefined): Promise<void> {
    let state = loaded;
    let lease: Lease | undefined = first;
    while (lease) {
      const key = keyOf(lease);
      this.held.add(key);
      try {
        lease = await this.workOnce(lease, state);
        state = undefined;
      } finally {
        this.held.delete(key);
      }
    }
  }

  /** One call and its consequences. Returns the next item of the run when that is ours already. */
  private async workOnce(lease: Lease, loaded?: RunState): Promise<Lease | undefined> {
    const state = loaded ?? (await this.loadOne(lease));
    const outcome: Outcome | undefined =
      lease.kind === "sleep"
        ? { kind: "slept" }
        : state && (await this.options.caller.call(lease, state));
    // A call cut by our own stop has no outcome; its lease is given back instead.
    if (!outcome || (this.stopping && outcome.kind === "unreachable")) return undefined;
    if (outcome.kind === "unreachable" && outcome.fault === "absent") this.options.onAbsent();
    const applied = await this.settle(lease, outcome, {
      backoffBaseMs: this.options.backoffBaseMs,
      maxAttempts: state?.maxAttempts ?? 1,
    });
    if (applied?.more) this.options.onMore();
    return this.stopping ? undefined : applied?.next;
  }

  private async loadOne(lease: Lease): Promise<RunState | undefined> {
    if (lease.kind === "sleep") return undefined;
    return this.persist(() => loadRun(this.options.pool, lease.runId));
  }

  private async settle(lease: Lease, outcome: Outcome, rules: Rules): Promise<Applied | undefined> {
    const apply = (what: Outcome) =>
      this.persist(() => applyOutcome(this.options, lease, what, rules, !this.stopping));
    try {
      return await apply(outcome);
    } catch {
      const message = "The engine could not store the result of this call.";
      return apply({ kind: "error", error: { name: "EngineError", message }, retry: false });
    }
  }

  /**
   * Repeats a database operation until it succeeds: a result in hand is worth more than a slot.
   * Gives up when the engine stops (undefined) or when the data itself is refused (throws).
   */
  private async persist<T>(work: () => Promise<T>): Promise<T | undefined> {
    for (let failures = 0; ; failures++) {
      try {
        return await work();
      } catch (error) {
        if (isDataFault(error)) throw error;
        this.options.log.warn({ reason: (error as Error).message }, "database fault, trying again");
        if (this.stopping && failures > 3) return undefined;
        await delay(Math.min(100 * 2 ** failures, 5_000));
      }
    }
  }
}

function keyOf(lease: Lease): string {
  return `${lease.id}:${lease.claims}`;
}

/** A wait that can be cut short; a ring while nobody waits is remembered. */
class Bell {
  private rung = false;
  private answer?: () => void;

  ring(): void {
    this.rung = true;
    this.answer?.();
  }

  async wait(ms: number): Promise<void> {
    if (!this.rung) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        this.answer = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.rung = false;
    this.answer = undefined;
  }
}
