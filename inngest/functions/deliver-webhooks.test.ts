import { beforeEach, expect, it, vi } from "vitest";
import { attemptBatch } from "./deliver-webhooks";

const { attemptTogether } = vi.hoisted(() => ({ attemptTogether: vi.fn() }));
vi.mock("@/lib/deliveries/attempt-together", () => ({ attemptTogether }));

beforeEach(() => {
  attemptTogether.mockReset();
});

const targetHost = "shop.example";
const requested = (deliveryId: string) => ({ deliveryId, targetHost });
const deliveryIds = ["dlv_1", "dlv_2", "dlv_3"];
const given = { batch: deliveryIds.map(requested), targetHost };

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

it("makes the first attempts together, and is over when all have ended", async () => {
  attemptTogether.mockResolvedValue({ unfinished: [] });
  const { steps, events } = recorder();
  const done = await attemptBatch({ ...given, batchId: "b" }, steps);
  expect(done).toEqual({ deliveries: 3, unfinished: 0 });
  expect(attemptTogether).toHaveBeenCalledExactlyOnceWith({ deliveryIds, targetHost });
  expect(events).toEqual([]);
});

it("lets those go on alone that have to, once for each batch that asks", async () => {
  attemptTogether.mockResolvedValue({ unfinished: ["dlv_2"] });
  const { steps, events } = recorder();
  await attemptBatch({ ...given, batchId: "first" }, steps);
  await attemptBatch({ ...given, batchId: "an hour later" }, steps);
  const alone = { name: "webhook/delivery.requested", data: requested("dlv_2") };
  expect(events).toEqual([
    { id: "dlv_2:first", ...alone },
    { id: "dlv_2:an hour later", ...alone },
  ]);
});

it("lets nothing go on under an id that another batch could have", async () => {
  attemptTogether.mockResolvedValue({ unfinished: ["dlv_2"] });
  const { steps } = recorder();
  await expect(attemptBatch({ ...given, batchId: undefined }, steps)).rejects.toThrow("no id");
});
