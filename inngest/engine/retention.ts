import type { Pool } from "./store/db";

const BATCH = 500;

// Small batches: a large delete would hold locks and write a burst of log while runs want both.
const DELETE_RUNS = `delete from engine.run where id in (
  select id from engine.run where finished_at < now() - interval '24 hours'
  order by finished_at limit ${BATCH} for update skip locked)`;

// Events outlive their runs, since their ids are what recognises a repeat. An event that came
// before any function was known is kept until one is.
const DELETE_EVENTS = `delete from engine.event where id in (
  select e.id from engine.event e where e.received_at < now() - interval '48 hours'
    and e.waiting is distinct from 'registration'
    and not exists (select from engine.run r where r.event_id = e.id)
  order by e.received_at limit ${BATCH} for update skip locked)`;

/** Deletes runs finished over 24 h ago with their steps, and events over 48 h old without runs. */
export async function deleteExpired(pool: Pool): Promise<{ runs: number; events: number }> {
  return { runs: await repeat(pool, DELETE_RUNS), events: await repeat(pool, DELETE_EVENTS) };
}

async function repeat(pool: Pool, sql: string): Promise<number> {
  let total = 0;
  for (;;) {
    const deleted = (await pool.query(sql)).rowCount ?? 0;
    total += deleted;
    if (deleted < BATCH) return total;
  }
}
