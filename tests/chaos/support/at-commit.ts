import type { World } from "./world";

/**
 * Kills the web server in the moment in which an order's message to the engine is committed, some
 * milliseconds before it is handed over. `order` sends the order in. Resolves with whether the message
 * was still there after the kill: whether the moment was met.
 */
export async function killAtCommit(
  { db, instance }: World,
  order: () => Promise<string>,
): Promise<{ ordered: Promise<string>; met: boolean }> {
  const listener = await db.connect();
  try {
    await listener.query(`
      create function chaos_told() returns trigger language plpgsql as $$ begin
        perform pg_notify('chaos', new.id);
        return new;
      end $$;
      create trigger chaos_told before insert on outbox_messages for each row
        when (new.name = 'order.created') execute function chaos_told();
      listen chaos`);
    const committed = new Promise<string>((resolve) => {
      listener.once("notification", ({ payload = "" }) => {
        instance.kill("web");
        resolve(payload);
      });
    });
    const ordered = order();
    const messageId = await committed;
    const { rows } = await db.query("select 1 from outbox_messages where id = $1", [messageId]);
    await listener.query("unlisten chaos; drop function chaos_told() cascade");
    return { ordered, met: rows.length === 1 };
  } finally {
    listener.release();
  }
}
