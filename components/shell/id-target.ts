const rooms: Record<string, { path: string; noun: string }> = {
  dlv: { path: "/deliveries", noun: "delivery" },
  run: { path: "/runs", noun: "run" },
  rpl: { path: "/deliveries/replays", noun: "replay" },
  ord: { path: "/orders", noun: "order" },
  scn: { path: "/scenarios", noun: "scenario" },
  inb: { path: "/inbox", noun: "test inbox" },
};

/** The order number that a text is, or begins to be; null when it is none. */
function orderNumber(text: string): string | null {
  const dashed = text.replace(/^ord\s+/i, "ORD-");
  return /^ORD-[\d-]{3,}$/i.test(dashed) ? dashed.toUpperCase() : null;
}

/**
 * What to look for among the orders: a number, with its letters or without them as customers quote it,
 * or an email; null for a text that is neither.
 */
export function orderText(text: string): string | null {
  const isPart = /^\d[\d-]{3,}$/.test(text) || /^\S{2,}@\S*$/.test(text);
  return orderNumber(text) ?? (isPart ? text : null);
}

/** Where an id that somebody pasted leads; null when it is none. */
export function idTarget(text: string): { href: string; label: string } | null {
  const own = /^([a-z]{3})_[0-9a-z]{10,}$/i.exec(text);
  const room = own?.[1] ? rooms[own[1].toLowerCase()] : undefined;
  if (room) {
    return {
      href: `${room.path}/${encodeURIComponent(text.toLowerCase())}`,
      label: `Open ${room.noun} ${text}`,
    };
  }
  const number = orderNumber(text);
  if (number) {
    return {
      href: `/deliveries?q=${encodeURIComponent(number)}`,
      label: `Deliveries of order ${number}`,
    };
  }
  return null;
}
