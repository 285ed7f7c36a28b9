import { afterAll, beforeAll, expect } from "vitest";
import { type Receiver, type Reply, startReceiver } from "../../fixtures/receiver";
import type { Product } from "./product";
import { type Config, createScenario, inStatus, liveScenario } from "./scenarios";

/** The signing secret of scenarios that `liveTo` makes. */
export const SECRET = "s3cret-of-test";

/** A receiver for the cases of a file, from before the first to after the last. */
export function withReceiver(): () => Receiver {
  let receiver: Receiver | undefined;
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  afterAll(() => receiver?.close());
  return () => {
    if (!receiver) throw new Error("The receiver does not run yet.");
    return receiver;
  };
}

/** Makes live scenarios that send to a path of the receiver. */
export const liveTo =
  (product: () => Product, receiver: () => Receiver) =>
  (path: string, config: Config = {}) =>
    liveScenario(product(), { webhookUrl: receiver().url(path), secret: SECRET, ...config });

/** An answer after which the next automatic attempt is due in so many seconds. */
export const retryIn = (seconds: number): Reply => ({
  status: 503,
  headers: { "Retry-After": String(seconds) },
});

let outwaited = 0;

/**
 * Waits until a retry that was asked for in so many seconds from now has been made, by a scenario of
 * its own: an attempt that was due before it has had its turn by then.
 */
export async function outwait(product: Product, receiver: Receiver, seconds: number) {
  outwaited++;
  const path = `/outwaited-${outwaited}`;
  receiver.script(path, retryIn(seconds), 200);
  // A test, not an order: an order would start the scenarios of the test as well.
  const scenario = await createScenario(product, { webhookUrl: receiver.url(path) });
  const started = await product.post(`/api/v1/scenarios/${scenario}/test`);
  expect(started.status, started.text).toBe(202);
  await inStatus(product, started.json.deliveryIds[0], "succeeded");
  expect(receiver.requestsTo(path)).toHaveLength(2);
}
