import { afterAll, beforeAll, beforeEach } from "vitest";
import { createAddressGuard } from "@/lib/net/guard";
import { type Receiver, type Step, startReceiver } from "@/tests/fixtures/receiver";
import { type SendWebhookInput, sendWebhook } from "../send";

/** Long enough never to be reached by an exchange that works. */
const AMPLE_MS = 20_000;
const guard = createAddressGuard({ allowedCidrs: ["127.0.0.0/8"] });

/** It is there from before the first test of a file that calls `withReceiver`. */
export let receiver: Receiver;

/** Gives the tests of a file a receiver, which has forgotten everything when a test begins. */
export function withReceiver(): void {
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  beforeEach(() => receiver.reset());
  afterAll(() => receiver.close());
}

/** Sends a webhook to the receiver, unless told otherwise. */
export const send = (overrides: Partial<SendWebhookInput> = {}) =>
  sendWebhook({
    url: receiver.url("/hook"),
    body: "{}",
    headers: {},
    timeoutMs: AMPLE_MS,
    guard,
    ...overrides,
  });

/** Sends a webhook to the receiver, which answers with `step`. */
export const sendTo = (step: Step, overrides: Partial<SendWebhookInput> = {}) => {
  receiver.script("/hook", step);
  return send(overrides);
};
