import "server-only";
import { randomInt } from "node:crypto";
import type { Actor } from "@/lib/auth/actor";
import { createOrder } from "@/lib/orders/create-order";
import type { CreateOrderInput, OrderView } from "@/lib/orders/schemas";

const FIRST = [
  "Amira",
  "Bruno",
  "Chloé",
  "Dmitri",
  "Elena",
  "Farid",
  "Greta",
  "Hiro",
  "Ines",
  "Jonas",
  "Zoë",
];
const LAST = [
  "Almeida",
  "Becker",
  "Castillo",
  "Duarte",
  "Eriksen",
  "Fischer",
  "García",
  "Haddad",
  "Ito",
  "O'Neill",
];
const GOODS: readonly [string, string, number][] = [
  ["Evaluation account 50k", "EVAL-50K", 29_900],
  ["Evaluation account 10k", "EVAL-10K", 9_999],
  ["Account reset", "RESET-01", 4_950],
  ["Trading journal, hardcover", "JRNL-HC", 2_495],
  ["Risk management course", "CRS-RISK", 14_900],
  ["Desk mat “candles & wicks”", "MAT-CW", 1_990],
];
const pick = <T>(from: readonly T[]): T => from[randomInt(from.length)] as T;

/** An order's content, made up but plausible. Addresses are under example.com: nobody gets mail. */
export function mockOrderInput(): CreateOrderInput {
  const firstName = pick(FIRST);
  const lastName = pick(LAST);
  const ascii = `${firstName}.${lastName}`
    .normalize("NFD")
    .replace(/[^A-Za-z.]/g, "")
    .toLowerCase();
  return {
    email: `${ascii}${randomInt(100)}@example.com`,
    customerInfo: {
      firstName,
      lastName,
      phone: `+1555${String(randomInt(10 ** 7)).padStart(7, "0")}`,
    },
    items: Array.from({ length: randomInt(1, 4) }, () => {
      const [name, sku, cents] = pick(GOODS);
      return { name, sku, quantity: randomInt(1, 4), price: cents / 100 };
    }),
    paymentStatus: pick(["pending", "paid"] as const),
  };
}

/** Creates a mock order through the one insertion path. */
export function createMockOrder({ actor }: { actor: Actor }): Promise<OrderView> {
  return createOrder({ actor, input: mockOrderInput(), isMock: true });
}
