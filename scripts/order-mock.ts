/** `npm run order:mock [-- --count N]`: mock orders through the one insertion path. */
import { parseArgs } from "node:util";
import { systemActor } from "@/lib/auth/actor";
import { closeDatabase } from "@/lib/db";
import { settleHandOvers } from "@/lib/events/outbox";
import { createMockOrder } from "@/lib/orders/mock-order";

const AT_ONCE = 5;
const MAX = 10_000;

const { values } = parseArgs({ options: { count: { type: "string", default: "1" } } });
const count = Number(values.count);
if (!Number.isInteger(count) || count < 1 || count > MAX) {
  console.error(`--count must be a whole number from 1 to ${MAX}.`);
  process.exit(1);
}

let made = 0;
async function work(): Promise<void> {
  while (made < count) {
    made++;
    const order = await createMockOrder({ actor: systemActor });
    if (count <= 20)
      console.log(`${order.orderId}  ${order.id}  ${order.total.toFixed(2)}  ${order.email}`);
  }
}
await Promise.all(Array.from({ length: Math.min(AT_ONCE, count) }, work));
await settleHandOvers();
console.log(`${count} mock ${count === 1 ? "order" : "orders"} created.`);
await closeDatabase();
process.exit(0);
