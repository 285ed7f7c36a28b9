import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { orderCases } from "./cases/orders.cases";
import { sendCases } from "./cases/sends.cases";
import { START_TIMEOUT_MS } from "./support/instance";
import { createWorld, type World } from "./support/world";

let created: World | undefined;

function world(): World {
  if (!created) throw new Error("The product is not running.");
  return created;
}

beforeAll(async () => {
  created = await createWorld();
}, START_TIMEOUT_MS);

afterAll(() => created?.close());

describe("on the way of an order:", () => orderCases(world));
describe("on the way of a webhook:", () => sendCases(world));

it("after all of these kills, every promise is kept", async () => {
  expect(await world().settle()).toEqual([]);
});
