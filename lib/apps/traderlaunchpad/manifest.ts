import { z } from "zod";
import type { AppManifest } from "../types";

const orderItem = z.looseObject({
  name: z.string(),
  sku: z.string().optional(),
  quantity: z.number(),
  price: z.number(),
});

const order = z.looseObject({
  _id: z.string(),
  orderId: z.string(),
  email: z.string(),
  customerInfo: z.looseObject({
    firstName: z.string(),
    lastName: z.string(),
    phone: z.string().optional(),
  }),
  items: z.array(orderItem),
  total: z.number(),
  paymentStatus: z.string(),
  status: z.string(),
  createdAt: z.number(),
});

/** What `order.created` carries, as the specification's payload structure has it. */
export const orderCreatedPayloadSchema = z.strictObject({
  event: z.literal("order.created"),
  /** Unix milliseconds. */
  timestamp: z.number(),
  data: z.strictObject({ order, orderId: z.string() }),
  source: z.literal("traderlaunchpad"),
  version: z.literal("1.0"),
});

export type OrderCreatedPayload = z.infer<typeof orderCreatedPayloadSchema>;

export const orderCreatedConfig = z.strictObject({
  triggerType: z
    .literal("orderCreated", { error: 'The trigger type has to be "orderCreated".' })
    .default("orderCreated"),
  enabled: z.boolean({ error: "Enabled has to be true or false." }).default(true),
});

const sample: OrderCreatedPayload = {
  event: "order.created",
  timestamp: 1764075600000,
  data: {
    order: {
      _id: "ord_01kay5q3m8sample0000000000",
      orderId: "ORD-123456-789",
      email: "customer@example.com",
      customerInfo: { firstName: "John", lastName: "Doe", phone: "+1234567890" },
      items: [{ name: "Trading journal", sku: "TLP-JOURNAL", quantity: 1, price: 99.99 }],
      total: 99.99,
      paymentStatus: "pending",
      status: "pending",
      createdAt: 1764075600000,
    },
    orderId: "ord_01kay5q3m8sample0000000000",
  },
  source: "traderlaunchpad",
  version: "1.0",
};

export const traderLaunchpad: AppManifest = {
  key: "traderlaunchpad",
  name: "TraderLaunchpad",
  description: "What happens in this portal, such as a new order.",
  icon: "rocket",
  type: "internal",
  auth: "internal",
  operations: [
    {
      key: "traderlaunchpad.orderCreated",
      version: 1,
      kind: "trigger",
      title: "Order Created (Instant)",
      description: "Starts the scenario the moment an order is created.",
      card: "When an order is created",
      config: orderCreatedConfig,
      ui: {
        triggerType: { label: "Trigger type", control: "constant" },
        enabled: {
          label: "Enabled",
          control: "switch",
          help: "A trigger that is switched off starts nothing.",
        },
      },
      initialConfig: { triggerType: "orderCreated", enabled: true },
      output: orderCreatedPayloadSchema,
      sample,
      ports: [{ key: "out", label: "Order" }],
      secretPaths: [],
      abilities: { startedBy: "order" },
      lifecycle: { state: "live" },
    },
  ],
};
