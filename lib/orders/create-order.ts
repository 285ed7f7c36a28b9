import "server-only";
import { randomInt } from "node:crypto";
import type { z } from "zod";
import { engineEvents } from "@/inngest/client";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { type Cause, causeOf } from "@/lib/events/chain";
import { enqueue, handOver } from "@/lib/events/outbox";
import type { OrderModel as Order } from "@/lib/generated/prisma/models/Order";
import { AppError } from "@/lib/http/errors";
import { type Idempotency, idempotencyOf } from "@/lib/http/idempotency";
import { parseInput } from "@/lib/http/problem";
import { newId } from "@/lib/ids";
import { orderCreatedPayload } from "@/lib/orders/payload";
import { type CreateOrderInput, createOrderSchema, type OrderView } from "@/lib/orders/schemas";
import { orderView } from "@/lib/orders/view";
import { isTaken, type Sql, sqlTransaction } from "@/lib/sql";

const digits = (n: number) => String(randomInt(10 ** n)).padStart(n, "0");

/** `ORD-######-###`; a collision is refused by the unique column and tried again. */
const newOrderNumber = () => `ORD-${digits(6)}-${digits(3)}`;

/**
 * The one way an order comes to be: the order, its `order.created` event and the message that hands
 * the event over are one transaction, so that no committed order can lose its event.
 * With `idempotencyKey` a repeat returns the first order; another body under the same key is a
 * 409 `idempotency_mismatch`. `causedBy` names the delivery whose receiver makes the order.
 */
export async function createOrder(args: {
  actor: Actor;
  input: CreateOrderInput | unknown;
  idempotencyKey?: string | null;
  causedBy?: string | null;
  isMock?: boolean;
}): Promise<OrderView> {
  const input = parseInput(createOrderSchema, args.input);
  const idempotency = idempotencyOf(args.actor, args.idempotencyKey, input);
  for (let attempt = 1; ; attempt++) {
    try {
      const order = newOrder(input, { isMock: args.isMock ?? false });
      const { eventId, repeatedId } = await sqlTransaction((tx) =>
        placeOrder(tx, { ...args, order, idempotency }),
      );
      if (repeatedId !== null) return await readOrder(repeatedId);
      handOver([eventId]);
      return orderView(order, eventId, []);
    } catch (error) {
      // A taken order number, or the same Idempotency-Key a moment earlier: the next try sees it.
      if (isTaken(error) && attempt < 5) continue;
      throw error;
    }
  }
}

function newOrder(
  input: z.output<typeof createOrderSchema>,
  { isMock }: { isMock: boolean },
): Order {
  const items = input.items.map(({ price, ...rest }) => ({
    ...rest,
    priceCents: Math.round(price * 100),
  }));
  const totalCents = items.reduce((sum, item) => sum + item.priceCents * item.quantity, 0);
  return {
    id: newId("order"),
    number: newOrderNumber(),
    email: input.email,
    firstName: input.customerInfo.firstName,
    lastName: input.customerInfo.lastName,
    phone: input.customerInfo.phone ?? null,
    items: JSON.stringify(items),
    totalCents: BigInt(totalCents),
    paymentStatus: input.paymentStatus,
    status: input.status,
    isMock,
    createdAt: new Date(),
  };
}

interface Placed {
  actor: Actor;
  order: Order;
  idempotency: Idempotency | null;
  causedBy?: string | null;
}

/** @returns `repeatedId`: the order that this request has made before, instead of another one */
async function placeOrder(
  tx: Sql,
  { actor, order, idempotency, causedBy }: Placed,
): Promise<{ eventId: string; repeatedId: string | null }> {
  const eventId = newId("event");
  const repeatedId = idempotency ? await findRepeat(tx, idempotency) : null;
  if (repeatedId !== null) return { eventId, repeatedId };
  const cause = await causeOf(tx, causedBy);
  await Promise.all([
    insertOrder(tx, order, { eventId, ...cause }),
    enqueue(tx, [
      { id: eventId, name: engineEvents.orderCreated, data: { eventId, orderId: order.id } },
    ]),
    idempotency && rememberRequest(tx, idempotency, order),
    writeAudit(tx, {
      actor,
      action: "order.created",
      targetType: "order",
      targetId: order.id,
    }),
  ]);
  return { eventId, repeatedId: null };
}

async function rememberRequest(
  tx: Sql,
  { scope, key, requestHash }: Idempotency,
  order: Order,
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO idempotency_keys (id, scope, key, request_hash, order_id)
    VALUES (${newId("idempotency")}, ${scope}, ${key}, ${requestHash}, ${order.id})`;
}

async function insertOrder(
  tx: Sql,
  order: Order,
  { eventId, causedBy, depth }: Cause & { eventId: string },
): Promise<void> {
  const at = order.createdAt.toISOString();
  await tx.$executeRaw`
    WITH placed AS (
      INSERT INTO orders (id, number, email, first_name, last_name, phone, items, total_cents,
        payment_status, status, is_mock, created_at)
      VALUES (${order.id}, ${order.number}, ${order.email}, ${order.firstName}, ${order.lastName},
        ${order.phone}, ${order.items}, ${order.totalCents}, ${order.paymentStatus}, ${order.status},
        ${order.isMock}, ${at}::timestamptz))
    INSERT INTO events (id, type, order_id, payload, occurred_at, caused_by, depth)
    VALUES (${eventId}, 'order.created', ${order.id},
      ${orderCreatedPayload(order, order.createdAt.getTime())}, ${at}::timestamptz, ${causedBy},
      ${depth})`;
}

async function findRepeat(tx: Sql, wanted: Idempotency): Promise<string | null> {
  const [found] = await tx.$queryRaw<{ requestHash: string; orderId: string }[]>`
    SELECT request_hash AS "requestHash", order_id AS "orderId" FROM idempotency_keys
    WHERE scope = ${wanted.scope} AND key = ${wanted.key}`;
  if (!found) return null;
  if (found.requestHash !== wanted.requestHash) {
    throw new AppError(
      "idempotency_mismatch",
      "This Idempotency-Key was used for an order with another body.",
    );
  }
  return found.orderId;
}

async function readOrder(id: string): Promise<OrderView> {
  const order = await db().order.findUniqueOrThrow({
    where: { id },
    include: { events: { where: { isTest: false } } },
  });
  return orderView(order, order.events[0]?.id ?? "", []);
}
