import { z } from "zod";
import { deliverySchema } from "@/lib/deliveries/schemas";
import { pageQuery, timeQuery } from "@/lib/http/page";
import { RUN_STATUSES } from "@/lib/runs/schemas";

const text = (max: number) =>
  z
    .string("Enter a text.")
    .trim()
    .min(1, "Fill this in.")
    .max(max, `Use ${max} characters at most.`);

export const PAYMENT_STATUSES = ["pending", "paid", "failed", "refunded"] as const;
export const ORDER_STATUSES = [
  "pending",
  "processing",
  "shipped",
  "delivered",
  "cancelled",
] as const;

export const orderItemSchema = z.strictObject({
  name: text(200),
  sku: text(100).optional(),
  quantity: z
    .number("Enter a number.")
    .int("Enter a whole number.")
    .min(1, "Enter 1 or more.")
    .max(10_000, "Enter 10000 at most."),
  price: z
    .number("Enter a number such as 12.50.")
    .min(0, "Enter 0 or more.")
    .max(1_000_000, "Enter 1000000 at most.")
    .refine((v) => Math.abs(v * 100 - Math.round(v * 100)) < 1e-6, "Use two decimals at most."),
});

/** The body of POST /api/v1/orders, the order form and the mock orders. */
export const createOrderSchema = z.strictObject({
  email: z.email("Enter a complete email address.").max(254, "Use 254 characters at most."),
  customerInfo: z.strictObject({
    firstName: text(100),
    lastName: text(100),
    phone: text(40).optional(),
  }),
  items: z.array(orderItemSchema).min(1, "Add an item.").max(100, "Use 100 items at most."),
  paymentStatus: z.enum(PAYMENT_STATUSES).default("pending"),
  status: z.enum(ORDER_STATUSES).default("pending"),
});

export type CreateOrderInput = z.input<typeof createOrderSchema>;

export const listOrdersSchema = z.strictObject({
  ...pageQuery,
  ...timeQuery,
  q: z.string().trim().max(200).optional(),
});

/** An order as the API shows it. */
export const orderSchema = z.object({
  id: z.string(),
  orderId: z.string().describe("The order number, ORD-######-###"),
  email: z.string(),
  customerInfo: z.object({
    firstName: z.string(),
    lastName: z.string(),
    phone: z.string().optional(),
  }),
  items: z.array(
    z.object({
      name: z.string(),
      sku: z.string().optional(),
      quantity: z.number(),
      price: z.number(),
    }),
  ),
  total: z.number(),
  paymentStatus: z.string(),
  status: z.string(),
  createdAt: z.string(),
  eventId: z.string().nullable(),
  runIds: z.array(z.string()),
});
export type OrderView = z.infer<typeof orderSchema>;

/** How a delivery stands, as it is told beside the order that it came of. */
export const tracedDeliverySchema = deliverySchema.pick({
  id: true,
  nodeName: true,
  url: true,
  status: true,
  attemptCount: true,
  maxAttempts: true,
  nextAttemptAt: true,
  lastStatusCode: true,
  lastFailure: true,
  heldAt: true,
});
export type TracedDeliveryView = z.infer<typeof tracedDeliverySchema>;

/** An order with its event, and the runs and deliveries that came of it. */
export const orderDetailSchema = orderSchema.extend({
  trace: z.object({
    event: z
      .object({
        id: z.string(),
        type: z.string(),
        occurredAt: z.iso.datetime(),
        handedOverAt: z.iso.datetime().nullable(),
        routedAt: z.iso.datetime().nullable(),
        payload: z.string().describe("The webhook's body, byte for byte"),
        causedBy: z
          .string()
          .nullable()
          .describe("The delivery that it follows from, as far as its maker named one"),
        depth: z.int().describe("How many events led to it, each by a webhook of the one before"),
      })
      .nullable(),
    runs: z.array(
      z.object({
        id: z.string(),
        scenarioId: z.string(),
        scenarioName: z.string(),
        status: z.enum(RUN_STATUSES),
        isTest: z.boolean(),
        retryOf: z.string().nullable().describe("The run that it repeats"),
        deliveries: z.array(tracedDeliverySchema),
      }),
    ),
  }),
});
export type OrderDetailView = z.infer<typeof orderDetailSchema>;
