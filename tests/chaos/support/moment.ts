import { eventually } from "../../integration/support/eventually";
import { closeGate, type Gate } from "./gate";
import type { Part } from "./instance";
import type { World } from "./world";

/** Longer than a killed process vouches for its attempt, and than its successor takes to start. */
const ARRIVAL_MS = 60_000;
/** The long form has all cases; the short one leaves out those that are much like another. */
export const isLong = Boolean(process.env.CHAOS_LONG);

let paths = 0;

export interface DeliveryRow {
  id: string;
  status: string;
  /** The failure of each attempt, or "none". */
  attempts: string[];
}

/** What the cases of exact moments share. */
export const momentsOf = (world: () => World) => ({
  /** A live scenario of one webhook to a path of its own, for the time of the work. */
  withScenario: async (work: (path: string, scenarioId: string) => Promise<void>) => {
    const path = `/moment-${++paths}`;
    const { shop, receiver } = world();
    const id = await shop.live({ webhookUrl: receiver.url(path), timeout: 5 });
    await work(path, id);
    await eventually(
      async () => (await shop.call("POST", `/api/v1/scenarios/${id}/deactivate`, {})).status < 300,
      { what: "the scenario's end" },
    );
  },

  closeGate: (
    ...args: Parameters<typeof closeGate> extends [string, ...infer Rest] ? Rest : never
  ) => closeGate(world().instance.databaseUrl, ...args),

  /** Kills a part while a statement of the product waits at the gate, and lets the rest go on. */
  killAt: async (part: Part, gate: Gate) => {
    await gate.reached();
    await world().kill(part);
    await gate.open();
    await world().healthy();
  },

  deliveriesOf: (orderId: string, path: string) => deliveriesOf(world(), orderId, path),

  /** The deliveries of an order to a path, once there are some and all have arrived. */
  arrived: (orderId: string, path: string) =>
    eventually(
      async () => {
        const found = await deliveriesOf(world(), orderId, path);
        const all = found.length > 0 && found.every(({ status }) => status === "succeeded");
        return all ? found : null;
      },
      { what: "the webhook's arrival", timeoutMs: ARRIVAL_MS },
    ),
});

function deliveriesOf(world: World, orderId: string, path: string): Promise<DeliveryRow[]> {
  return world.rows<DeliveryRow>(
    `select id, status, array(select coalesce(failure_kind, 'none') from attempts
       where delivery_id = deliveries.id order by number) as attempts
     from deliveries where order_id = $1 and url like '%' || $2`,
    [orderId, path],
  );
}
