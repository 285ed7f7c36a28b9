/**
 * `npm run chaos [-- --kills N] [--seed N] [--only part,part]`: the production build under kills and
 * faults for some minutes. Prints tables, then one line of JSON. Exits with 1 where a promise was broken.
 */
import { parseArgs } from "node:util";
import { prepare } from "../../scripts/lib/prepare.mjs";
import { run } from "../../scripts/lib/run-command.mjs";
import { crowd } from "./crowd";
import { diskFull, whyNoSmallDisk } from "./disk-full";
import { type StormFigures, storm } from "./storm";
import { createWorld, type WorldOptions } from "./support/world";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "100" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    only: { type: "string" },
  },
});
const kills = Number(values.kills);
const seed = Number(values.seed);
if (![kills, seed].every((value) => Number.isInteger(value) && value >= 1)) {
  console.error("--kills and --seed must be whole numbers from 1 on.");
  process.exit(1);
}

const CROWD = 1_000;
const MOMENTS_TIMEOUT_MS = 15 * 60_000;

/** A storm of its own world. On two instances there is a database that is none of theirs. */
async function stormOn(options: WorldOptions, count: number): Promise<StormFigures> {
  const world = await createWorld(options);
  try {
    return await storm(world, { kills: count, seed, ordersPerSecond: 4, pauseMs: [1_000, 11_000] });
  } finally {
    await world.close();
  }
}

const PARTS = {
  /** The same cases as in `npm test`, all of them. */
  moments: async () => {
    const args = ["node_modules/vitest/vitest.mjs", "run", "--project", "chaos"];
    const { code } = await run(process.execPath, args, {
      env: { ...process.env, CHAOS_LONG: "1" },
      echo: true,
      timeoutMs: MOMENTS_TIMEOUT_MS,
    });
    return { violations: code === 0 ? [] : ["a case failed (see above)"] };
  },
  storm: () => stormOn({}, kills),
  twoInstances: () => stormOn({ instances: 2 }, Math.ceil(kills / 5)),
  crowd: async () => {
    const world = await createWorld();
    try {
      return await crowd(world, CROWD);
    } finally {
      await world.close();
    }
  },
  diskFull: async () => {
    const reason = whyNoSmallDisk();
    return reason === null ? await diskFull() : { skipped: reason, violations: [] };
  },
};

function chosen(): (keyof typeof PARTS)[] {
  const names = values.only?.split(",") ?? Object.keys(PARTS);
  const unknown = names.find((name) => !(name in PARTS));
  if (unknown !== undefined) {
    console.error(`There is no part "${unknown}"; there are ${Object.keys(PARTS).join(", ")}.`);
    process.exit(1);
  }
  return names as (keyof typeof PARTS)[];
}

const figures: Record<string, object> = {};
const broken: string[] = [];
const parts = chosen();
await prepare({ engine: true, web: true });
for (const part of parts) {
  console.log(`\n── ${part} (seed ${seed}) ──`);
  try {
    const { violations, ...rest } = await PARTS[part]();
    broken.push(...violations.map((violation) => `${part}: ${violation}`));
    figures[part] = { ...rest, violations: violations.length };
  } catch (error) {
    broken.push(`${part}: ${(error as Error).stack}`);
    figures[part] = { failed: (error as Error).message.split("\n")[0] };
  }
  console.table(figures[part]);
}
for (const violation of broken) console.log(violation);
console.log(JSON.stringify({ seed, broken: broken.length, ...figures }));
process.exitCode = broken.length > 0 ? 1 : 0;
