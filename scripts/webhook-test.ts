/** `npm run webhook:test -- --scenario ID`: runs a scenario's draft once with the sample, as a test. */
import { parseArgs } from "node:util";
import { systemActor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { getDelivery } from "@/lib/deliveries/get-delivery";
import { settleHandOvers } from "@/lib/events/outbox";
import { AppError } from "@/lib/http/errors";
import { testScenario } from "@/lib/scenarios/test-scenario";

const WAIT_MS = 60_000;
const POLL_MS = 300;
const ENDED = ["succeeded", "failed", "cancelled"];

const { values } = parseArgs({
  options: { scenario: { type: "string" }, order: { type: "string" } },
});
if (!values.scenario) {
  console.error("Name the scenario: npm run webhook:test -- --scenario scn_…");
  process.exit(1);
}

let failed = false;
try {
  const input = values.order ? { orderId: values.order } : {};
  const { runId, deliveryIds } = await testScenario({
    actor: systemActor,
    id: values.scenario,
    input,
  });
  await settleHandOvers();
  console.log(`run ${runId}`);
  const deadline = Date.now() + WAIT_MS;
  for (const id of deliveryIds) {
    let delivery = await getDelivery({ actor: systemActor, id });
    while (
      !ENDED.includes(delivery.status) &&
      delivery.status !== "retrying" &&
      Date.now() < deadline
    ) {
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      delivery = await getDelivery({ actor: systemActor, id });
    }
    if (delivery.status !== "succeeded") failed = true;
    console.log(
      `${delivery.id}  ${delivery.status}  ${delivery.lastStatusCode ?? "-"}  ${delivery.url}`,
    );
    if (delivery.lastFailure)
      console.log(`  ${delivery.lastFailure.message} ${delivery.lastFailure.hint}`);
  }
} catch (error) {
  failed = true;
  if (!(error instanceof AppError)) throw error;
  console.error(error.detail);
  for (const { path, message } of error.errors ?? []) console.error(`  ${path}: ${message}`);
} finally {
  await db().$disconnect();
}
process.exit(failed ? 1 : 0);
