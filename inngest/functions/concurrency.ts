/**
 * How many sends may be under way at once: in all, so that routing and runs always find room beside
 * them, and to one target host, so that a slow or dead receiver does not hold up the others.
 */
export const perTarget: [{ limit: number }, { limit: number; key: string }] = [
  { limit: 40 },
  { limit: 8, key: "event.data.targetHost" },
];
