import { createHmac, randomUUID } from "node:crypto";
import { Pool } from "pg";
import { Agent, request } from "undici";

/** Loops side by side: as many connections as the product's web server has. */
const LOOPS = 12;
const SECRET = "a secret of the bench";

/**
 * The ceiling: what this machine does when a webhook is nothing but its inserts, its signature and its
 * request. Returns webhooks a second over `seconds`, with the product's database and receiver.
 * @param payload the body of an order's webhook, as the product sends it
 */
export async function bareLoop(options: {
  databaseUrl: string;
  receiverUrl: string;
  payload: (id: string) => string;
  seconds: number;
}): Promise<number> {
  const { databaseUrl, receiverUrl, payload, seconds } = options;
  const pool = new Pool({ connectionString: databaseUrl, max: LOOPS });
  const agent = new Agent({ connections: LOOPS });
  await pool.query(`
    create schema bench;
    create table bench.orders (id text primary key, payload text not null);
    create table bench.deliveries (id text primary key, order_id text not null, status text not null);
    create table bench.attempts (id text primary key, delivery_id text not null, status int not null);
  `);
  try {
    const until = Date.now() + seconds * 1000;
    let sent = 0;
    const loop = async () => {
      while (Date.now() < until) {
        const id = randomUUID();
        const body = payload(id);
        await pool.query(
          `with o as (insert into bench.orders values ($1, $2))
           insert into bench.deliveries values ($1, $1, 'pending')`,
          [id, body],
        );
        const timestamp = Math.floor(Date.now() / 1000);
        const hmac = createHmac("sha256", SECRET).update(`${timestamp}.${body}`).digest("hex");
        const answer = await request(receiverUrl, {
          dispatcher: agent,
          method: "POST",
          body,
          headers: {
            "content-type": "application/json",
            "x-webhook-timestamp": String(timestamp),
            "x-webhook-signature": `sha256=${hmac}`,
          },
        });
        await answer.body.dump();
        await pool.query(
          `with a as (insert into bench.attempts values ($1, $1, $2))
           update bench.deliveries set status = 'succeeded' where id = $1`,
          [id, answer.statusCode],
        );
        sent++;
      }
    };
    await Promise.all(Array.from({ length: LOOPS }, loop));
    return sent / seconds;
  } finally {
    await pool.query("drop schema bench cascade");
    await pool.end();
    await agent.close();
  }
}
