import pg from "pg";
import type { Log } from "../types";
import type { Pool } from "./db";

const CHANNEL = "engine_work";
const GATHER_MS = 20;
const RECONNECT_MS = 2_000;

/**
 * Tells the other engines on this database that there is work, and hears when they do. Only saves
 * waiting for the next poll, so a lost message costs at most that. Gathered over a few
 * milliseconds and sent outside the work's own transactions: NOTIFY makes commits queue up.
 */
export class Notifier {
  private client?: pg.Client;
  private sending?: NodeJS.Timeout;
  private reconnecting?: NodeJS.Timeout;
  private stopped = false;

  constructor(
    private readonly databaseUrl: string,
    private readonly pool: Pool,
    private readonly owner: string,
    private readonly log: Log,
    private readonly onWork: () => void,
  ) {}

  /** Begins to listen. A database that can't be reached is tried again later. */
  async start(): Promise<void> {
    if (this.stopped) return;
    const client = new pg.Client({
      connectionString: this.databaseUrl,
      application_name: "engine-listen",
      keepAlive: true,
    });
    this.client = client;
    client.on("notification", (message) => {
      if (message.payload !== this.owner) this.onWork();
    });
    client.on("error", () => {});
    client.on("end", () => this.reconnect());
    try {
      await client.connect();
      await client.query(`listen ${CHANNEL}`);
    } catch (error) {
      this.log.debug({ reason: (error as Error).message }, "can't listen for work, polling");
      await client.end().catch(() => {});
      this.reconnect();
    }
  }

  /** Says that items became due; the other engines hear it within some 20 ms. */
  announce(): void {
    if (this.stopped || this.sending) return;
    this.sending = setTimeout(() => {
      this.sending = undefined;
      this.pool.query("select pg_notify($1, $2)", [CHANNEL, this.owner]).catch(() => {});
    }, GATHER_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.sending);
    clearTimeout(this.reconnecting);
    await this.client?.end().catch(() => {});
  }

  private reconnect(): void {
    if (this.stopped) return;
    clearTimeout(this.reconnecting);
    this.reconnecting = setTimeout(() => void this.start(), RECONNECT_MS);
  }
}
