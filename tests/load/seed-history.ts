/** `npm run seed:history [-- --deliveries N]`: adds a made-up history, to see the lists at scale. */
import { parseArgs } from "node:util";
import { Client } from "pg";
import { env } from "@/lib/env";
import { seedHistory } from "./history-rows";

const MAX = 10_000_000;

const { values } = parseArgs({
  options: { deliveries: { type: "string", default: "1000000" } },
});
const deliveries = Number(values.deliveries);
if (!Number.isInteger(deliveries) || deliveries < 1 || deliveries > MAX) {
  console.error(`--deliveries must be a whole number from 1 to ${MAX}.`);
  process.exit(1);
}
const client = new Client({ connectionString: env().DATABASE_URL });
await client.connect();
const began = Date.now();
let said = 0;
const onProgress = (count: number) => {
  if (Date.now() - said < 5_000) return;
  said = Date.now();
  console.log(`${count.toLocaleString("en-US")} of ${deliveries.toLocaleString("en-US")} …`);
};
const made = await seedHistory(client, deliveries, { onProgress });
await client.end();
const { orders, runs, attempts } = made;
const seconds = Math.round((Date.now() - began) / 1000);
console.log(
  `Added ${orders} orders, ${runs} runs, ${made.deliveries} deliveries and ${attempts} attempts in ${seconds} s.`,
);
