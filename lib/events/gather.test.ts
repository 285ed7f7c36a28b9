import { expect, it } from "vitest";
import { setApart } from "@/lib/deliveries/slow-targets";
import { gather } from "./gather";

const order = (n: number) => ({
  id: `evt_${n}`,
  name: "order.created",
  data: { eventId: `evt_${n}`, orderId: `ord_${n}` },
});
const delivery = (n: number, targetHost = "a.example") => ({
  id: `dlv_${n}`,
  name: "webhook/delivery.requested",
  data: { deliveryId: `dlv_${n}`, targetHost },
});
const upTo = (count: number) => Array.from({ length: count }, (_, n) => n);

it("leaves a message that is alone as it is", () => {
  const alone = [order(1), delivery(1), delivery(2, "b.example")];
  expect(gather(alone)).toEqual(alone);
});

it("makes one of orders that wait together, in their order", () => {
  expect(gather([order(1), delivery(7), order(2)])).toEqual([
    {
      id: expect.stringMatching(/^batch:/),
      name: "order.created.batch",
      data: { batch: [order(1).data, order(2).data] },
    },
    delivery(7),
  ]);
});

it("makes one of deliveries to one target, with its host where engines read it", () => {
  const [first, second, ...others] = gather([
    delivery(1),
    delivery(2, "b.example"),
    delivery(3),
    delivery(4, "b.example"),
  ]);
  expect(first).toMatchObject({
    name: "webhook/delivery.requested.batch",
    data: { targetHost: "a.example", batch: [delivery(1).data, delivery(3).data] },
  });
  expect(second?.data.targetHost).toBe("b.example");
  expect(others).toEqual([]);
});

it("leaves those to a target that was slow as they are, each by itself", () => {
  setApart("slow.example");
  const slow = [delivery(1, "slow.example"), delivery(2, "slow.example")];
  expect(gather([...slow, delivery(3), delivery(4)])).toEqual([
    ...slow,
    expect.objectContaining({ name: "webhook/delivery.requested.batch" }),
  ]);
});

it.each([
  ["orders", order, [50, 50, 20]],
  ["deliveries", delivery, [32, 32, 16]],
] as const)("takes so many %s at most", (_, make, sizes) => {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const batches = gather(upTo(total).map((n) => make(n)));
  expect(batches.map(({ data }) => (data.batch as unknown[]).length)).toEqual(sizes);
  expect(new Set(batches.map(({ id }) => id)).size).toBe(sizes.length);
});

it("gives the same messages the same id, and others another", () => {
  const idOf = (...numbers: number[]) => gather(numbers.map((n) => order(n)))[0]?.id;
  expect(idOf(1, 2)).toBe(idOf(1, 2));
  expect(idOf(1, 2)).not.toBe(idOf(1, 2, 3));
});

it("leaves what is not gathered alone, however many there are", () => {
  const runs = upTo(3).map((n) => ({
    id: `run_${n}`,
    name: "scenario/run.requested",
    data: { runId: `run_${n}` },
  }));
  expect(gather(runs)).toEqual(runs);
});
