import pg from "pg";
import { eventually } from "../../integration/support/eventually";

/** Advisory locks of gates; nothing of the product's. */
const FIRST_KEY = 52_000_000;
let made = 0;

/** A place in the product's SQL at which it is held until a process was killed there. */
export interface Gate {
  /** Resolves once a statement of the product waits at the gate. */
  reached(): Promise<void>;
  /** Ends the connections that wait, as the end of their process would in the end, and opens the gate. */
  open(): Promise<void>;
}

/**
 * Closes a gate before each row that a statement writes to a table: the moment to kill in is then
 * exact, however fast the machine is. `when` is SQL on NEW and OLD.
 */
export async function closeGate(
  databaseUrl: string,
  table: string,
  event: "insert" | "update" | "delete",
  when = "true",
): Promise<Gate> {
  const key = FIRST_KEY + ++made;
  const name = `chaos_gate_${made}`;
  const client = new pg.Client({ connectionString: databaseUrl });
  // A gate at which PostgreSQL itself is killed is gone with it.
  client.on("error", () => {});
  await client.connect();
  await client.query("select pg_advisory_lock($1)", [key]);
  await client.query(`
    create function ${name}() returns trigger language plpgsql as $$ begin
      perform pg_advisory_xact_lock_shared(${key});
      return case when tg_op = 'DELETE' then old else new end;
    end $$;
    create trigger ${name} before ${event} on ${table} for each row when (${when})
      execute function ${name}()`);
  const waiting = async () => {
    const { rows } = await client.query<{ pid: number }>(
      "select pid from pg_locks where locktype = 'advisory' and objid = $1 and not granted",
      [key],
    );
    return rows.map(({ pid }) => pid);
  };
  return {
    reached: async () => {
      await eventually(async () => (await waiting()).length > 0, {
        what: `a statement at the gate of ${table}`,
        timeoutMs: 30_000,
      });
    },
    open: async () => {
      const fresh = await reconnected(databaseUrl, client);
      await fresh.query(
        `select pg_terminate_backend(pid) from pg_locks
         where locktype = 'advisory' and objid = $1 and not granted`,
        [key],
      );
      await fresh.query("select pg_advisory_unlock_all()");
      if (fresh !== client) await client.end().catch(() => {});
      await fresh.query(`drop function ${name}() cascade`);
      await fresh.end();
    },
  };
}

/** The same connection, or another one where PostgreSQL was killed meanwhile. */
async function reconnected(databaseUrl: string, client: pg.Client): Promise<pg.Client> {
  const lives = await client.query("select 1").then(
    () => true,
    () => false,
  );
  if (lives) return client;
  return eventually(
    async () => {
      const fresh = new pg.Client({ connectionString: databaseUrl });
      fresh.on("error", () => {});
      await fresh.connect();
      return fresh;
    },
    { what: "PostgreSQL in place of the killed one" },
  );
}
