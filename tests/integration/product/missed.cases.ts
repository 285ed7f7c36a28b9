import { expect, it } from "vitest";
import { eventually } from "../support/eventually";
import type { Product } from "../support/product";
import { liveTo, withReceiver } from "../support/receiver";
import { activateScenario, createOrder, ended, runsOf } from "../support/scenarios";

export function missedCases(product: () => Product) {
  const receiver = withReceiver();
  const live = liveTo(product, receiver);

  it("a scenario is paused, 5 events occur, it is activated again: the 5 events are listed as missed, and one click sends them", async () => {
    const scenario = await live("/missed");
    const missed = `/api/v1/scenarios/${scenario}/missed`;
    await product().post(`/api/v1/scenarios/${scenario}/deactivate`);
    const orders = [];
    for (let n = 0; n < 5; n++) orders.push(await createOrder(product()));
    const listed = await eventually(
      async () => {
        const { json } = await product().get(missed);
        return json.total === 5 ? json : null;
      },
      { what: "the five missed events" },
    );
    const ids = (items: { eventId: string }[]) => items.map(({ eventId }) => eventId).sort();
    expect(ids(listed.items)).toEqual(ids(orders));
    const early = await product().post(`${missed}/send`);
    expect(early.status).toBe(409);
    expect(early.json).toMatchObject({
      code: "conflict",
      detail: expect.stringMatching(/Activate/),
    });

    await activateScenario(product(), scenario);
    expect((await product().get("/api/v1/missed")).json).toEqual({
      items: [{ scenarioId: scenario, count: 5 }],
    });
    expect(receiver().requestsTo("/missed")).toHaveLength(0);
    const sent = await product().post(`${missed}/send`);
    expect(sent.status, sent.text).toBe(202);
    expect(sent.json).toEqual({ started: 5, remaining: 0, notFound: [] });
    for (const order of orders) await ended(product(), scenario, order.id);
    const again = await product().post(`${missed}/send`);
    expect(again.json).toEqual({ started: 0, remaining: 0, notFound: [] });

    // One that comes after all of these shows that nothing else is on its way.
    const last = await createOrder(product());
    await ended(product(), scenario, last.id);
    expect(await runsOf(product(), scenario)).toHaveLength(6);
    const bodies = receiver()
      .requestsTo("/missed")
      .map(({ body }) => JSON.parse(String(body)).data.order._id);
    expect(bodies.sort()).toEqual([...orders, last].map(({ id }) => id).sort());
    expect((await product().get(missed)).json).toMatchObject({ items: [], total: 0 });
  });
}
