import pg from "pg";
import pino from "pino";
import { startEngine } from "@/inngest/engine/engine";
import {
  EVENT_KEY,
  SIGNING_KEY,
  testConfig,
  untilRegistered,
} from "@/inngest/engine/testing/harness";
import { startPostgres, type TestPostgres } from "@/inngest/engine/testing/postgres";
import type { EndedRun, Engines } from "./engine-under-test";

const MINUTE_MS = 60_000;

/** Embedded engines in this process, each on a database of its own. */
export function embeddedEngines(): Engines {
  let postgres: Promise<TestPostgres> | undefined;
  return {
    connect: async (app) => {
      postgres ??= startPostgres();
      const databaseUrl = await (await postgres).database();
      const config = testConfig(databaseUrl, app.serveUrl);
      const engine = await startEngine(config, pino({ level: config.logLevel }));
      const pool = new pg.Pool({ connectionString: databaseUrl, max: 2 });
      return {
        client: {
          baseUrl: engine.url,
          eventKey: EVENT_KEY,
          signingKey: SIGNING_KEY,
          isDev: false,
        },
        register: async () => {
          engine.refresh();
          await untilRegistered(engine.url);
        },
        endedRuns: async (eventId) => {
          const { rows } = await pool.query<RunRow>(
            "select status, error from engine.run where event_id = $1 and finished_at is not null",
            [eventId],
          );
          return rows.map(endedRun);
        },
        passMinute: async () => {
          await engine.tick(new Date(Date.now() + MINUTE_MS));
        },
        stop: async () => {
          await engine.stop();
          await pool.end();
        },
      };
    },
    stop: async () => (await postgres)?.stop(),
  };
}

interface RunRow {
  status: string;
  error: string;
}

function endedRun({ status, error }: RunRow): EndedRun {
  return status === "completed" ? { status } : { status: "failed", error: JSON.parse(error) };
}
