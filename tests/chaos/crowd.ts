/** Many deliveries that fail together, beside a receiver that is well. */
import { eventually } from "../integration/support/eventually";
import type { World } from "./support/world";

/** Webhooks of one order. */
const WIDE = 50;
/** Orders for the receiver that is well. */
const OTHERS = 5;

export interface CrowdFigures {
  failures: number;
  requests: number;
  /** From the first failure to the last arrival, in seconds. */
  seconds: number;
  /** How many second attempts began within the fullest tenth of a second. */
  fullestTenth: number;
  /** Webhooks to the healthy receiver that came before the crowd was through. */
  healthyMeanwhile: number;
  healthy: number;
  violations: string[];
}

/**
 * Lets so many deliveries fail at their first attempt at the same time, and all arrive at the next;
 * meanwhile orders come for a receiver that is well. `count` is a multiple of 50.
 */
export async function crowd(world: World, count: number): Promise<CrowdFigures> {
  const { shop, receiver, rows } = world;
  const well = await world.addReceiver();
  receiver.rule("/crowd", (_, nth) => ({ status: nth === 1 ? 503 : 200 }));
  const config = { webhookUrl: receiver.url("/crowd"), timeout: 10 };
  const wide = await shop.live(...Array.from({ length: WIDE }, () => config));
  for (let order = 0; order < count / WIDE; order++) await shop.order();
  await eventually(async () => (await runsOf(world, wide)) === count / WIDE, {
    what: "the runs of the crowd",
  });
  await shop.call("POST", `/api/v1/scenarios/${wide}/deactivate`, {});
  const healthy = await shop.live({ webhookUrl: well.url("/well"), timeout: 10 });
  for (let order = 0; order < OTHERS; order++) await shop.order();
  const violations = await world.settle([], 300_000);
  await shop.call("POST", `/api/v1/scenarios/${healthy}/deactivate`, {});
  const [fullest] = await rows<{ count: number }>(
    `select count(*)::int as count from attempts join deliveries on deliveries.id = delivery_id
     where scenario_id = $1 and number = 2
     group by floor(extract(epoch from started_at) * 10) order by 1 desc limit 1`,
    [wide],
  );
  const got = receiver.to("/crowd");
  const firstAt = got[0]?.at ?? 0;
  const lastAt = got.at(-1)?.at ?? 0;
  return {
    failures: got.filter(({ status }) => status === 503).length,
    requests: got.length,
    seconds: Math.round((lastAt - firstAt) / 100) / 10,
    fullestTenth: fullest?.count ?? 0,
    healthy: well.arrivals.length,
    healthyMeanwhile: well.arrivals.filter(({ at }) => at < lastAt).length,
    violations,
  };
}

async function runsOf({ rows }: World, scenarioId: string): Promise<number> {
  const [row] = await rows<{ count: number }>(
    "select count(*)::int as count from runs where scenario_id = $1",
    [scenarioId],
  );
  return row?.count ?? 0;
}
