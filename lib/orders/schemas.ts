import { z } from "zod";
import { DELIVERY_STATUSES } from "@/lib/deliveries/schemas";
import { pageQuery, timeQuery } from "@/lib/http/page";
import { RUN_STATUSES } from "@/lib/runs/schemas";

const text = (max: number) =>
  z.string().trim().min(1, "must not be empty").max(max, `must have at most ${max} characters`);

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
    .number()
    .int("must be a whole number")
    .min(1, "must be at least 1")
    .max(10_000, "must be at most 10000"),
  price: z
    .number()
    .min(0, "must not be negative")
    .max(1_000_000, "must be at most 1000000")
    .refine(
      (v) => Math.abs(v * 100 - Math.round(v * 100)) < 1e-6,
      "must have at most two decimals",
    ),
});

/** The body of POST /api/v1/orders, the order form and the mock orders. */
export const createOrderSchema = z.strictObject({
  email: z.email("must be an e-mail address").max(254),
  customerInfo: z.strictObject({
    firstName: text(100),
    lastName: text(100),
    phone: text(40).optional(),
  }),
  items: z
    .array(orderItemSchema)
    .min(1, "must have at least one item")
    .max(100, "must have at most 100 items"),
  paymentStatus: z.enum(PAYMENT_STATUSES).default("pending"),
  status: z.enum(ORDER_STATUSES).default("pending"),
});

export type CreateOrderInput = z.input<typeof createOrderSchema>;

export const listOrdersSchema = z.strictObject({
  ...pageQuery,
  ...timeQuery,
  q: z.string().max(200).optional(),
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
      })
      .nullable(),
    runs: z.array(
      z.object({
        id: z.string(),
        scenarioId: z.string(),
        scenarioName: z.string(),
        status: z.enum(RUN_STATUSES),
        isTest: z.boolean(),
        deliveries: z.array(
          z.object({
            id: z.string(),
            nodeName: z.string(),
            url: z.string(),
            status: z.enum(DELIVERY_STATUSES),
            attemptCount: z.int(),
            lastStatusCode: z.int().nullable(),
          }),
        ),
      }),
    ),
  }),
});
export type OrderDetailView = z.infer<typeof orderDetailSchema>;
