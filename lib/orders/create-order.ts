import "server-only";
import { randomInt } from "node:crypto";
import { engineEvents } from "@/inngest/client";
import { writeAudit } from "@/lib/audit/write-audit";
import type { Actor } from "@/lib/auth/actor";
import { type Db, db } from "@/lib/db";
import { causeOf } from "@/lib/events/chain";
import { enqueue, handOver } from "@/lib/events/outbox";
import type { OrderModel as Order } from "@/lib/generated/prisma/models/Order";
import { AppError } from "@/lib/http/errors";
import { type Idempotency, idempotencyOf } from "@/lib/http/idempotency";
import { parseInput } from "@/lib/http/problem";
import { newId } from "@/lib/ids";
import { orderCreatedPayload } from "@/lib/orders/payload";
import { type CreateOrderInput, createOrderSchema, type OrderView } from "@/lib/orders/schemas";
import { orderView } from "@/lib/orders/view";

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
      const { order, eventId, fresh } = await db().$transaction(async (tx) => {
        const repeated = idempotency ? await findRepeat(tx, idempotency) : null;
        if (repeated) return { ...repeated, fresh: false };
        const now = new Date();
        const totalCents = input.items.reduce(
          (sum, item) => sum + Math.round(item.price * 100) * item.quantity,
          0,
        );
        const order = await tx.order.create({
          data: {
            id: newId("order"),
            number: newOrderNumber(),
            email: input.email,
            firstName: input.customerInfo.firstName,
            lastName: input.customerInfo.lastName,
            phone: input.customerInfo.phone ?? null,
            items: JSON.stringify(
              input.items.map(({ price, ...rest }) => ({
                ...rest,
                priceCents: Math.round(price * 100),
              })),
            ),
            totalCents: BigInt(totalCents),
            paymentStatus: input.paymentStatus,
            status: input.status,
            isMock: args.isMock ?? false,
            createdAt: now,
          },
        });
        const eventId = newId("event");
        await tx.event.create({
          data: {
            id: eventId,
            type: "order.created",
            orderId: order.id,
            payload: orderCreatedPayload(order, now.getTime()),
            occurredAt: now,
            ...(await causeOf(tx, args.causedBy)),
          },
        });
        await enqueue(tx, [
          { id: eventId, name: engineEvents.orderCreated, data: { eventId, orderId: order.id } },
        ]);
        if (idempotency) {
          await tx.idempotencyKey.create({
            data: { id: newId("idempotency"), ...idempotency, orderId: order.id },
          });
        }
        await writeAudit(tx, {
          actor: args.actor,
          action: "order.created",
          targetType: "order",
          targetId: order.id,
        });
        return { order, eventId, fresh: true };
      });
      if (fresh) handOver([eventId]);
      return orderView(order, eventId, []);
    } catch (error) {
      // A taken order number, or the same Idempotency-Key a moment earlier: the next try sees it.
      if ((error as { code?: string }).code === "P2002" && attempt < 5) continue;
      throw error;
    }
  }
}

async function findRepeat(
  tx: Db,
  wanted: Idempotency,
): Promise<{ order: Order; eventId: string } | null> {
  const found = await tx.idempotencyKey.findUnique({
    where: { scope_key: { scope: wanted.scope, key: wanted.key } },
  });
  if (!found) return null;
  if (found.requestHash !== wanted.requestHash) {
    throw new AppError(
      "idempotency_mismatch",
      "This Idempotency-Key was used for an order with another body.",
    );
  }
  const order = await tx.order.findUniqueOrThrow({
    where: { id: found.orderId },
    include: { events: { where: { isTest: false } } },
  });
  return { order, eventId: order.events[0]?.id ?? "" };
}
