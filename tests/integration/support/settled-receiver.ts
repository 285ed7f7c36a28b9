import { afterAll, beforeAll } from "vitest";
import { settleHandOvers } from "@/lib/events/outbox";
import { type Receiver, startReceiver } from "../../fixtures/receiver";

/** It is there from before the first test of a file that calls `withSettledReceiver`. */
export let receiver: Receiver;

/**
 * For the tests of a file a receiver that the product in this process sends to. It goes when nothing is
 * on its way to the engine any more.
 */
export function withSettledReceiver(): void {
  beforeAll(async () => {
    receiver = await startReceiver();
  });

  afterAll(async () => {
    await settleHandOvers();
    await receiver.close();
  });
}
