import { beforeEach, expect, it, vi } from "vitest";
import { attemptBatch } from "./deliver-webhooks";

const { attemptDelivery } = vi.hoisted(() => ({ attemptDelivery: vi.fn() }));
vi.mock("@/lib/deliveries/attempt-delivery", () => ({ attemptDelivery }));
vi.mock("@/lib/deliveries/fail-delivery", () => ({ failDelivery: vi.fn() }));

beforeEach(() => {
  attemptDelivery.mockReset();
});

const requested = (deliveryId: string) => ({ deliveryId, targetHost: "shop.example" });
const batch = ["dlv_1", "dlv_2", "dlv_3"].map(requested);

/** Steps that are carried out at once, and the events that were sent. */
function recorder() {
  const events: object[] = [];
  return {
    events,
    steps: {
      run: <T>(_: string, work: () => Promise<T>) => work(),
      sendEvent: async (_: string, sent: object[]) => void events.push(...sent),
    },
  };
}

it("makes the first attempt of each, and is over when all have ended", async () => {
  attemptDelivery.mockResolvedValue({ status: "succeeded", nextAttemptAt: null });
  const { steps, events } = recorder();
  expect(await attemptBatch({ batch, batchId: "b" }, steps)).toEqual({
    deliveries: 3,
    unfinished: 0,
  });
  expect(
    attemptDelivery.mock.calls.map(([{ deliveryId, stepKey }]) => [deliveryId, stepKey]),
  ).toEqual(batch.map(({ deliveryId }) => [deliveryId, "auto-1"]));
  expect(events).toEqual([]);
});

it("lets those go on alone that need another attempt, once for each batch that asks", async () => {
  attemptDelivery.mockImplementation(({ deliveryId }: { deliveryId: string }) =>
    Promise.resolve({
      status: "retrying",
      nextAttemptAt: deliveryId === "dlv_2" ? "2026-11-27T10:00:00.000Z" : null,
    }),
  );
  const { steps, events } = recorder();
  await attemptBatch({ batch, batchId: "first" }, steps);
  await attemptBatch({ batch, batchId: "an hour later" }, steps);
  const alone = { name: "webhook/delivery.requested", data: requested("dlv_2") };
  expect(events).toEqual([
    { id: "dlv_2:first", ...alone },
    { id: "dlv_2:an hour later", ...alone },
  ]);
});

it("fails as a step when an attempt could not be recorded, so that the engine repeats it", async () => {
  attemptDelivery.mockRejectedValueOnce(new Error("no database")).mockResolvedValue({
    status: "succeeded",
    nextAttemptAt: null,
  });
  const { steps } = recorder();
  await expect(attemptBatch({ batch, batchId: "b" }, steps)).rejects.toThrow("no database");
});
