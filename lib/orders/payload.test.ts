import { describe, expect, it } from "vitest";
import { orderCreatedPayloadSchema } from "@/lib/apps/traderlaunchpad/manifest";
import { orderCreatedPayload } from "./payload";

type Order = Parameters<typeof orderCreatedPayload>[0];

const CREATED_AT = 1234567880000;
const SENT_AT = 1234567890000;

const item = { name: "Trading journal", sku: "TLP-JOURNAL", quantity: 1 };

const order: Order = {
  id: "ord_1",
  number: "ORD-123456-789",
  email: "customer@example.com",
  firstName: "John",
  lastName: "Doe",
  phone: "+1234567890",
  items: JSON.stringify([{ ...item, priceCents: 9999 }]),
  totalCents: 9999n,
  paymentStatus: "pending",
  status: "pending",
  isMock: false,
  createdAt: new Date(CREATED_AT),
};

/** The specification's example (“Payload Structure”), in its order, with its dots filled in. */
const fromTheSpecification = {
  event: "order.created",
  timestamp: SENT_AT,
  data: {
    order: {
      _id: "ord_1",
      orderId: "ORD-123456-789",
      email: "customer@example.com",
      customerInfo: { firstName: "John", lastName: "Doe", phone: "+1234567890" },
      items: [{ ...item, price: 99.99 }],
      total: 99.99,
      paymentStatus: "pending",
      status: "pending",
      createdAt: CREATED_AT,
    },
    orderId: "ord_1",
  },
  source: "traderlaunchpad",
  version: "1.0",
};

const parsed = (text: string) => orderCreatedPayloadSchema.parse(JSON.parse(text));

describe("the payload of order.created", () => {
  it("is the specification's, field by field and in its order", () => {
    expect(orderCreatedPayload(order, SENT_AT)).toBe(JSON.stringify(fromTheSpecification));
  });

  it.each<[string, Partial<Order>]>([
    ["a full order", {}],
    ["an order without a phone number", { phone: null }],
    ["an item without a number", { items: '[{"name":"Book","quantity":2,"priceCents":5}]' }],
    ["names beyond ASCII", { firstName: "Zoë", lastName: "O'Neill & <Söhne> 😀\u2028" }],
    ["an order that costs nothing", { totalCents: 0n }],
  ])("is what the registry says of it: %s", (_, change) => {
    const text = orderCreatedPayload({ ...order, ...change }, SENT_AT);
    expect(JSON.stringify(parsed(text))).toBe(text);
  });

  it("leaves out what is not known, rather than sending null", () => {
    const { data } = parsed(orderCreatedPayload({ ...order, phone: null }, SENT_AT));
    expect(data.order.customerInfo).toEqual({ firstName: "John", lastName: "Doe" });
  });

  it.each([
    [5n, 0.05],
    [1999n, 19.99],
    [100_000_000_000n, 1_000_000_000],
  ])("shows %i cents as the number %d", (totalCents, total) => {
    const items = JSON.stringify([{ ...item, priceCents: Number(totalCents) }]);
    const { data } = parsed(orderCreatedPayload({ ...order, totalCents, items }, SENT_AT));
    expect(data.order.total).toBe(total);
    expect(data.order.items[0]?.price).toBe(total);
  });
});
