/**
 * How many sends of a function may be under way at once: in all, so that routing and runs always
 * find room beside them among the engine's 60 places, and to one target host, so that a slow or dead
 * receiver does not hold up the others.
 */
const sendsAtOnce = (
  inAll: number,
  perTarget: number,
): [{ limit: number }, { limit: number; key: string }] => [
  { limit: inAll },
  { limit: perTarget, key: "event.data.targetHost" },
];

export const deliveriesAtOnce = sendsAtOnce(32, 8);
/** Each of them makes up to 8 attempts at a time (lib/deliveries/attempt-together.ts). */
export const batchesAtOnce = sendsAtOnce(8, 1);
export const resendsAtOnce = sendsAtOnce(8, 4);
export const probesAtOnce = sendsAtOnce(2, 1);
