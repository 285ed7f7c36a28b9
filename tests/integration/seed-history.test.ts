import pg from "pg";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { systemActor as actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { createOrder } from "@/lib/orders/create-order";
import { seedHistory } from "../load/history-rows";
import { withTestDatabase } from "./support/database";
import { anOrder } from "./support/scenarios";

vi.hoisted(() => {
  process.env.LOG_LEVEL = "silent";
});

const DELIVERIES = 40;
const ORDERS = 10;

const database = withTestDatabase();
let client: pg.Client;

beforeAll(async () => {
  client = new pg.Client({ connectionString: database.url() });
  await client.connect();
});
afterAll(() => client.end());

it("leaves out the order numbers that are taken, by the product or by a history before", async () => {
  const { id } = await createOrder({ actor, input: anOrder() });
  await db().order.update({ where: { id }, data: { number: "ORD-500000-003" } });
  await seedHistory(client, DELIVERIES);
  await seedHistory(client, DELIVERIES);
  expect(await db().order.count()).toBe(1 + 2 * ORDERS);
});
