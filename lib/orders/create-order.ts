import "server-only";
import { randomInt } from "node:crypto";
import type { z } from "zod";
import { engineEvents } from "@/inngest/client";
import { type RequestOrigin, requestOrigin } from "@/lib/audit/request-origin";
import { writeAudits } from "@/lib/audit/write-audit";
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
import { isTaken, type Sql, sharedFaults, sqlTransaction, type Transaction } from "@/lib/sql";
import { type Manner, together } from "@/lib/together";

/** What two requests that come at once can be refused by; the next try finds the other one. */
const NUMBER_KEY = "orders_number_key";
const IDEMPOTENCY_KEY = "idempotency_keys_scope_key_key";

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
      const eventId = newId("event");
      const origin = requestOrigin();
      const repeat = await placeOrder({ ...args, order, eventId, idempotency, origin });
      if (repeat) return await readOrder(orderOf(repeat, idempotency));
      handOver([eventId]);
      return orderView(order, eventId, []);
    } catch (error) {
      // A taken order number, or the same Idempotency-Key a moment earlier: the next try sees it.
      const isNew = isTaken(error, NUMBER_KEY) || isTaken(error, IDEMPOTENCY_KEY);
      if (isNew && attempt < 5) continue;
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
  eventId: string;
  idempotency: Idempotency | null;
  causedBy?: string | null;
  origin: RequestOrigin;
}

/** A request that was made before. */
interface Repeat {
  requestHash: string;
  orderId: string;
}

/**
 * Places an order, together with those that come at the same moment (decision 028).
 * @returns the request that this one repeats, in which case nothing is placed
 */
const placeOrder: (placed: Placed) => Promise<Repeat | undefined> = together(
  (placed: readonly Placed[], { isPatient }: Manner) =>
    sqlTransaction((tx) => placeOrders(tx, placed), { isPatient }),
  {
    atMost: 32,
    atOnce: 2,
    keyOf: ({ order, idempotency }) => (idempotency ? requestKey(idempotency) : order.id),
    ...sharedFaults,
  },
);

const requestKey = ({ scope, key }: Pick<Idempotency, "scope" | "key">) =>
  JSON.stringify([scope, key]);

async function placeOrders(
  tx: Transaction,
  placed: readonly Placed[],
): Promise<(Repeat | undefined)[]> {
  const known = await findRepeats(
    tx,
    placed.flatMap(({ idempotency }) => idempotency ?? []),
  );
  const repeats = placed.map(({ idempotency }) =>
    idempotency ? known.get(requestKey(idempotency)) : undefined,
  );
  const fresh = placed.filter((_, index) => !repeats[index]);
  const causes = await Promise.all(fresh.map(({ causedBy }) => causeOf(tx, causedBy)));
  tx.lastly(
    Promise.all([
      insertOrders(tx, fresh, causes),
      enqueue(
        tx,
        fresh.map(({ eventId, order }) => ({
          id: eventId,
          name: engineEvents.orderCreated,
          data: { eventId, orderId: order.id },
        })),
      ),
      rememberRequests(tx, fresh),
      writeAudits(
        tx,
        fresh.map(({ actor, order, origin }) => ({
          actor,
          action: "order.created",
          targetType: "order",
          targetId: order.id,
          origin,
        })),
      ),
    ]),
  );
  return repeats;
}

async function findRepeats(tx: Sql, wanted: readonly Idempotency[]): Promise<Map<string, Repeat>> {
  if (wanted.length === 0) return new Map();
  const found = await tx.$queryRaw<(Repeat & { scope: string; key: string })[]>`
    SELECT scope, key, request_hash AS "requestHash", order_id AS "orderId" FROM idempotency_keys
    WHERE (scope, key) IN (
      SELECT * FROM unnest(${wanted.map(({ scope }) => scope)}::text[],
        ${wanted.map(({ key }) => key)}::text[]))`;
  return new Map(found.map((repeat) => [requestKey(repeat), repeat]));
}

/** In one order, so that those who place several can't wait for one another. */
function rememberRequests(tx: Sql, placed: readonly Placed[]): Promise<unknown> {
  const keyed = placed
    .flatMap(({ idempotency, order }) =>
      idempotency ? [{ ...idempotency, orderId: order.id }] : [],
    )
    .sort((a, b) => (requestKey(a) < requestKey(b) ? -1 : 1));
  if (keyed.length === 0) return Promise.resolve();
  return tx.$executeRaw`
    INSERT INTO idempotency_keys (id, scope, key, request_hash, order_id)
    SELECT * FROM unnest(${keyed.map(() => newId("idempotency"))}::text[],
      ${keyed.map(({ scope }) => scope)}::text[], ${keyed.map(({ key }) => key)}::text[],
      ${keyed.map(({ requestHash }) => requestHash)}::text[],
      ${keyed.map(({ orderId }) => orderId)}::text[])`;
}

/** @param causes of each order's event, in their order */
function insertOrders(
  tx: Sql,
  placed: readonly Placed[],
  causes: readonly Cause[],
): Promise<unknown> {
  if (placed.length === 0) return Promise.resolve();
  const orders = placed.map(({ order }) => order);
  return tx.$executeRaw`
    WITH given AS (
      SELECT * FROM unnest(${orders.map(({ id }) => id)}::text[],
        ${orders.map(({ number }) => number)}::text[], ${orders.map(({ email }) => email)}::text[],
        ${orders.map(({ firstName }) => firstName)}::text[],
        ${orders.map(({ lastName }) => lastName)}::text[],
        ${orders.map(({ phone }) => phone)}::text[], ${orders.map(({ items }) => items)}::text[],
        ${orders.map(({ totalCents }) => totalCents)}::bigint[],
        ${orders.map(({ paymentStatus }) => paymentStatus)}::text[],
        ${orders.map(({ status }) => status)}::text[],
        ${orders.map(({ isMock }) => isMock)}::boolean[],
        ${orders.map(({ createdAt }) => createdAt.toISOString())}::timestamptz[],
        ${placed.map(({ eventId }) => eventId)}::text[],
        ${orders.map((order) => orderCreatedPayload(order, order.createdAt.getTime()))}::text[],
        ${causes.map(({ causedBy }) => causedBy)}::text[],
        ${causes.map(({ depth }) => depth)}::int[])
        AS given (id, number, email, first_name, last_name, phone, items, total_cents, payment_status,
          status, is_mock, created_at, event_id, payload, caused_by, depth)
    ), placed AS (
      INSERT INTO orders (id, number, email, first_name, last_name, phone, items, total_cents,
        payment_status, status, is_mock, created_at)
      SELECT id, number, email, first_name, last_name, phone, items, total_cents, payment_status,
        status, is_mock, created_at
      FROM given)
    INSERT INTO events (id, type, order_id, payload, occurred_at, caused_by, depth)
    SELECT event_id, 'order.created', id, payload, created_at, caused_by, depth FROM given`;
}

/** The order that a repeated request has made. 409 when it asks for something else. */
function orderOf({ requestHash, orderId }: Repeat, asked: Idempotency | null): string {
  if (requestHash === asked?.requestHash) return orderId;
  throw new AppError(
    "idempotency_mismatch",
    "This Idempotency-Key was used for an order with another body.",
  );
}

async function readOrder(id: string): Promise<OrderView> {
  const order = await db().order.findUniqueOrThrow({
    where: { id },
    include: { events: { where: { isTest: false } } },
  });
  return orderView(order, order.events[0]?.id ?? "", []);
}
