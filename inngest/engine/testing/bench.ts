import { readFileSync } from "node:fs";
import { serve } from "inngest/node";
import pg from "pg";
import { createClient, startChildEngine, TestApp, testConfig, until } from "./harness";
import { startPostgres } from "./postgres";

/**
 * How many runs and calls a second the engine gets through, with the app in this process and the
 * engine in its own: `npx tsx inngest/engine/testing/bench.ts [runs] [steps]`.
 */
const runs = Number(process.argv[2] ?? 1_000);
const steps = Number(process.argv[3] ?? 2);

const postgres = await startPostgres({ durable: true });
const app = await TestApp.create();
const databaseUrl = await postgres.database();
const engine = await startChildEngine(testConfig(databaseUrl, app.serveUrl));
const pool = new pg.Pool({ connectionString: databaseUrl });
try {
  const inngest = createClient(engine.url);
  let calls = 0;
  const fn = inngest.createFunction(
    { id: "bench", triggers: { event: "bench/go" } },
    async ({ step }) => {
      calls++;
      for (let i = 0; i < steps; i++) await step.run(`s${i}`, () => ({ i }));
    },
  );
  app.listener = serve({ client: inngest, functions: [fn] });
  const finished = async (count: number) => {
    await until(`${count} runs`, async () => {
      const { rows } = await pool.query(
        "select count(*)::int as n from engine.run where finished_at is not null",
      );
      return rows[0].n >= count;
    });
  };
  await inngest.send({ name: "bench/go", data: {} });
  await finished(1);

  calls = 0;
  const before = cpu();
  const sentAt = performance.now();
  for (let sent = 0; sent < runs; sent += 500) {
    const batch = Math.min(500, runs - sent);
    await inngest.send(
      Array.from({ length: batch }, (_, i) => ({ name: "bench/go", data: { i } })),
    );
  }
  const acceptedMs = performance.now() - sentAt;
  await finished(runs + 1);
  const seconds = (performance.now() - sentAt) / 1_000;
  const after = cpu();
  process.stdout.write(
    `${runs} runs of ${steps} steps: ${seconds.toFixed(1)} s, ${Math.round(runs / seconds)} runs/s, ` +
      `${Math.round(calls / seconds)} calls/s; events accepted in ${Math.round(acceptedMs)} ms; ` +
      `CPU per call: engine ${((after.engine - before.engine) / calls).toFixed(2)} ms, ` +
      `app ${((after.app - before.app) / calls).toFixed(2)} ms; engine memory ${memoryMb()} MB\n`,
  );
} finally {
  await engine.end("SIGTERM");
  await app.close();
  await pool.end();
  await postgres.stop();
}

/** CPU milliseconds used so far. Linux only, as the bench machine is. */
function cpu() {
  const fields = readFileSync(`/proc/${engine.child.pid}/stat`, "utf8").split(" ");
  const own = process.cpuUsage();
  return {
    engine: (Number(fields[13]) + Number(fields[14])) * 10,
    app: (own.user + own.system) / 1_000,
  };
}

function memoryMb(): string {
  const status = readFileSync(`/proc/${engine.child.pid}/status`, "utf8");
  return (Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_024).toFixed(0);
}
