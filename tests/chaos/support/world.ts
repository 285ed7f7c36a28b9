import { randomUUID } from "node:crypto";
import pg from "pg";
import { startTemporaryPostgres } from "../../../scripts/lib/start-temporary-postgres.mjs";
import { eventually, pause } from "../../integration/support/eventually";
import { findViolations, settled } from "../invariants";
import {
  type Instance,
  type InstanceOptions,
  type Kill,
  type Part,
  startInstance,
} from "./instance";
import { type ChaosReceiver, startChaosReceiver } from "./receiver";
import { openShop, type Shop } from "./shop";

/** A product with a shop before it and a receiver behind it. */
export interface World {
  /** The first of the instances. */
  instance: Instance;
  instances: readonly Instance[];
  shop: Shop;
  receiver: ChaosReceiver;
  /** Another one, at a host (with port) of its own. */
  addReceiver(): Promise<ChaosReceiver>;
  db: pg.Pool;
  /** Kills of all instances, and other faults that may have interrupted what was being sent. */
  kills(): Kill[];
  /** Notes such a fault, which lasts until now from `since`, in Unix milliseconds. */
  noteFault(part: Part, since: number): void;
  /** Kills a part of the first instance, waiting for it where it is just being restarted. */
  kill(part: Part): Promise<void>;
  /** Resolves when all parts of the first instance answer, after kills. */
  healthy(): Promise<void>;
  /** Rows of a query, repeated through an outage of the database. */
  rows<T extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<T[]>;
  /** Waits until all work has ended, and gives what does not hold then; see `findViolations`. */
  settle(live?: readonly string[], timeoutMs?: number): Promise<string[]>;
  close(): Promise<void>;
}

export interface WorldOptions extends InstanceOptions {
  /** How many instances share a database, which is then none of theirs; 1 with its own by default. */
  instances?: number;
}

/** Starts it all; whatever was started is stopped where something of it fails. */
export async function createWorld({ instances: count = 1, ...options }: WorldOptions = {}) {
  const undo: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const receiver = await startChaosReceiver();
    undo.push(receiver.close);
    const env = count > 1 ? await sharedDatabase(undo) : {};
    const starting = Array.from({ length: count }, () =>
      startInstance({ ...options, env: { ...env, ...options.env } }),
    );
    for (const started of await Promise.allSettled(starting)) {
      if (started.status === "fulfilled") undo.push(started.value.remove);
    }
    const instances = await Promise.all(starting);
    const instance = instances[0];
    if (!instance) throw new Error("There has to be an instance.");
    const db = new pg.Pool({ connectionString: instance.databaseUrl, max: 4 });
    // A connection that a kill has cut; the next query opens another.
    db.on("error", () => {});
    undo.push(() => db.end());
    const shop = await openShop(instance);
    const receivers = [receiver];
    const addReceiver = async () => {
      const added = await startChaosReceiver();
      receivers.push(added);
      undo.push(added.close);
      return added;
    };
    const parts = { instance, instances, receiver, addReceiver, db, shop, close };
    return worldOf(parts, receivers);
  } catch (error) {
    await close();
    throw error;
  }
}

/** What instances on one database have in common. */
async function sharedDatabase(undo: (() => Promise<unknown>)[]): Promise<Record<string, string>> {
  const server = await startTemporaryPostgres();
  undo.push(server.stop);
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query("create database shared");
  await client.end();
  const url = new URL(server.url);
  url.pathname = "/shared";
  return { DATABASE_URL: url.href, APP_SECRET: randomUUID() };
}

function worldOf(
  parts: Omit<World, "kills" | "noteFault" | "kill" | "healthy" | "rows" | "settle">,
  receivers: readonly ChaosReceiver[],
): World {
  const { instance, instances, db, shop } = parts;
  const faults: Kill[] = [];
  const kills = () =>
    [...faults, ...instances.flatMap((each) => each.kills)].sort((a, b) => a.at - b.at);
  const healthy = async () => {
    await eventually(async () => (await shop.call("GET", "/api/health")).status === 200, {
      what: "all parts to answer",
    });
  };
  return {
    ...parts,
    kills,
    healthy,
    noteFault: (part, since) => {
      for (let at = since; at <= Date.now(); at += FAULT_STEP_MS) faults.push({ part, at });
    },
    kill: async (part) => {
      await eventually(() => instance.kill(part), { what: `a running ${part}` });
      // The supervisor has to notice before "runs" means the next one.
      await pause(50);
    },
    rows: <T extends pg.QueryResultRow>(sql: string, values: unknown[] = []) =>
      eventually(async () => (await db.query<T>(sql, values)).rows, { what: "the database" }),
    settle: async (live = [], timeoutMs = 120_000) => {
      await healthy();
      await settled(db, timeoutMs);
      const { acknowledged } = shop;
      const arrivals = receivers.flatMap((each) => each.arrivals);
      return findViolations({ db, acknowledged, live, arrivals, kills: kills() });
    },
  };
}

const FAULT_STEP_MS = 500;
