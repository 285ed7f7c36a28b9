import { encodeTime, monotonicFactory } from "ulid";

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
  user: "usr",
  account: "acc",
  session: "ses",
  verification: "vrf",
  audit: "aud",
  message: "out",
  idempotency: "idk",
  missed: "mis",
} as const;

export type IdKind = keyof typeof idPrefixes;

const next = monotonicFactory();

/**
 * The first id of a kind that a moment could have: what was made before sorts below it.
 * @param at Unix milliseconds
 */
export function firstIdAt(kind: IdKind, at: number): string {
  return `${idPrefixes[kind]}_${encodeTime(Math.max(0, at)).toLowerCase()}${"0".repeat(16)}`;
}

/** A new id of a kind: prefix, underscore, lower-case ULID. Ids of one kind sort by their time. */
export function newId(kind: IdKind): string {
  return `${idPrefixes[kind]}_${next().toLowerCase()}`;
}
