/** What is told of a target: a webhook node. */
export const NOTIFICATION_KINDS = [
  "delivery.failed",
  "target.failing",
  "target.paused",
  "target.recovered",
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];

/** Ways out of the product. */
export const CHANNELS = ["webhook", "email"] as const;
export type Channel = (typeof CHANNELS)[number];

/** Where a kind can be told of: the bell of the product, or a channel. */
export const PLACES = ["bell", ...CHANNELS] as const;
export type Place = (typeof PLACES)[number];
