/** `npm run webhook:test -- --scenario ID`: runs a scenario's draft once with the sample, as a test. */
import { parseArgs } from "node:util";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase } from "@/lib/db";
import { getDelivery } from "@/lib/deliveries/get-delivery";
import type { DeliveryDetailView } from "@/lib/deliveries/schemas";
import { settleHandOvers } from "@/lib/events/outbox";
import { AppError } from "@/lib/http/errors";
import { getRun } from "@/lib/runs/get-run";
import { testScenario } from "@/lib/scenarios/test-scenario";

const WAIT_MS = 60_000;
const POLL_MS = 300;
const ENDED = ["succeeded", "failed", "cancelled", "retrying"];
/** Of the answer; all of it is on the delivery's page. */
const BODY_LINES = 10;
const BODY_COLUMNS = 200;

const { values } = parseArgs({
  options: { scenario: { type: "string" }, order: { type: "string" } },
});
if (!values.scenario) {
  console.error("Name the scenario: npm run webhook:test -- --scenario scn_…");
  process.exit(1);
}

/** The deliveries of a run once it has ended or only waits for a retry, or as they are in a minute. */
async function settled(runId: string): Promise<DeliveryDetailView[]> {
  const deadline = Date.now() + WAIT_MS;
  for (;;) {
    const { status, steps } = await getRun({ actor: systemActor, id: runId });
    const ids = steps.flatMap(({ deliveryId }) => deliveryId ?? []);
    const deliveries = await Promise.all(ids.map((id) => getDelivery({ actor: systemActor, id })));
    const isWaiting =
      deliveries.some((delivery) => delivery.status === "retrying") &&
      deliveries.every((delivery) => ENDED.includes(delivery.status));
    if (status !== "running" || isWaiting || Date.now() >= deadline) return deliveries;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** The first lines of an answer, indented. */
function excerpt(body: string): string {
  const lines = body.trimEnd().split("\n");
  const shown = lines.slice(0, BODY_LINES).map((line) => `    ${line.slice(0, BODY_COLUMNS)}`);
  const isCut = lines.length > BODY_LINES || lines.some((line) => line.length > BODY_COLUMNS);
  return [...shown, ...(isCut ? ["    …"] : [])].join("\n");
}

function report(delivery: DeliveryDetailView): void {
  const attempt = delivery.attempts.at(-1);
  const response = attempt?.response;
  console.log(`${delivery.id}  ${delivery.status}  ${delivery.url}`);
  if (!attempt) {
    console.log("  No attempt has been made yet. Is the product running?");
    return;
  }
  const took = attempt.durationMs === null ? "" : ` after ${attempt.durationMs} ms`;
  console.log(`  ${response ? `status ${response.statusCode}` : "no answer"}${took}`);
  if (attempt.failure) {
    console.log(`  ${attempt.failure.message}`);
    console.log(`  ${attempt.failure.hint}`);
  }
  if (!response) return;
  if (response.body.trim() === "") console.log("  The answer has no body.");
  else console.log(`  The answer:\n${excerpt(response.body)}`);
}

let failed = false;
try {
  const input = values.order ? { orderId: values.order } : {};
  const { runId } = await testScenario({ actor: systemActor, id: values.scenario, input });
  await settleHandOvers();
  console.log(`run ${runId}`);
  const deliveries = await settled(runId);
  deliveries.forEach(report);
  failed = deliveries.some(({ status }) => status !== "succeeded");
} catch (error) {
  failed = true;
  if (!(error instanceof AppError)) throw error;
  console.error(error.detail);
  for (const { path, message } of error.errors ?? []) console.error(`  ${path}: ${message}`);
} finally {
  await closeDatabase();
}
process.exit(failed ? 1 : 0);
