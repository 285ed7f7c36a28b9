import { encodeTime, monotonicFactory, ulid } from "ulid";

/** What an id can stand for; the prefix makes an id recognisable wherever it is pasted. */
export const idPrefixes = {
  scenario: "scn",
  version: "ver",
  run: "run",
  runStep: "stp",
  delivery: "dlv",
  attempt: "att",
  order: "ord",
  event: "evt",
  secret: "sec",
  replay: "rpl",
  inbox: "inb",
  inboxMessage: "msg",
  apiKey: "key",
  accessLink: "lnk",
  twoFactor: "tfa",
  user: "usr",
  account: "acc",
  session: "ses",
  verification: "vrf",
  audit: "aud",
  message: "out",
  idempotency: "idk",
  missed: "mis",
  notification: "ntf",
  notificationSend: "nsd",
} as const;

export type IdKind = keyof typeof idPrefixes;

/** Random bytes in stock: to ask for each of an id's by itself costs more than all the rest of it. */
const stock = new Uint8Array(1024);
let left = 0;

/** From 0 to 1, as unforeseeable as the system's random numbers are. */
function random(): number {
  if (left === 0) {
    crypto.getRandomValues(stock);
    left = stock.length;
  }
  left -= 1;
  return (stock[left] ?? 0) / 256;
}

const next = monotonicFactory(random);

/**
 * Kinds whose ids each have random characters of their own: who knows one may use what it names, and
 * ids that count up within a millisecond can be guessed from their neighbours'.
 */
const unguessable: ReadonlySet<IdKind> = new Set<IdKind>(["secret"]);

/**
 * The first id of a kind that a moment could have: what was made before sorts below it.
 * @param at Unix milliseconds
 */
export function firstIdAt(kind: IdKind, at: number): string {
  return `${idPrefixes[kind]}_${encodeTime(Math.max(0, at)).toLowerCase()}${"0".repeat(16)}`;
}

/**
 * A new id of a kind: prefix, underscore, lower-case ULID. Ids of one kind sort by their time; within
 * a millisecond as they were made, but for the kinds that can't be guessed.
 */
export function newId(kind: IdKind): string {
  const id = unguessable.has(kind) ? ulid(undefined, random) : next();
  return `${idPrefixes[kind]}_${id.toLowerCase()}`;
}
