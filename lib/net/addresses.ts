import { type AddressClass, IPV4_BLOCKS, IPV6_BLOCKS, type Row } from "./special-addresses";

export type { AddressClass };

export interface AddressInfo {
  class: AddressClass;
  /** A few plain words, fit to stand in "… is <label>". */
  label: string;
  /** The special-purpose block that matched; null for public and unparsable addresses. */
  block: string | null;
  /** The IPv4 address carried inside an IPv6 one, in dotted form; null when there is none. */
  embeddedIpv4: string | null;
}

/** A parsed CIDR block; made by {@link parseCidr}. */
export interface Cidr {
  text: string;
  family: 4 | 6;
  prefixLength: number;
  bytes: readonly number[];
}

const DOTTED = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.|$)){4}$/;

/**
 * IPv6 text is read by the URL parser of the platform, the same one that reads a webhook's address;
 * ipaddr.js takes `::8.8.8.8` for the IPv4-mapped `::ffff:8.8.8.8`, which is another destination.
 */
function parseIpv6(ip: string): number[] | null {
  const url = `http://[${ip}]/`;
  if (!/^[0-9a-f:.]+$/i.test(ip) || !URL.canParse(url)) return null;
  const canonical = new URL(url).hostname.slice(1, -1);
  const [head = "", tail] = canonical.split("::");
  const groupsOf = (part: string) => (part === "" ? [] : part.split(":"));
  const before = groupsOf(head);
  const after = groupsOf(tail ?? "");
  const zeros = Array<string>(8 - before.length - after.length).fill("0");
  return [...before, ...zeros, ...after].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 0xff];
  });
}

function parseBytes(ip: string): number[] | null {
  if (DOTTED.test(ip) && !ip.endsWith(".")) return ip.split(".").map(Number);
  return ip.includes(":") ? parseIpv6(ip) : null;
}

/** Whether an address, as its bytes, lies in a block. */
export function prefixMatches(bytes: readonly number[], cidr: Cidr): boolean {
  if (bytes.length !== cidr.bytes.length) return false;
  let bits = cidr.prefixLength;
  for (let i = 0; bits > 0; i++, bits -= 8) {
    const mask = bits >= 8 ? 0xff : (0xff << (8 - bits)) & 0xff;
    if (((bytes[i] ?? 0) & mask) !== ((cidr.bytes[i] ?? 0) & mask)) return false;
  }
  return true;
}

/**
 * Parses one CIDR block or single address (`10.0.0.0/8`, `fd00::/8`, `192.0.2.7`).
 * Bits after the prefix are ignored.
 * @throws {RangeError} naming the text, when it is neither.
 */
export function parseCidr(text: string): Cidr {
  const [address = "", prefix, ...rest] = text.trim().split("/");
  const bytes = parseBytes(address);
  const maxLength = bytes?.length === 4 ? 32 : 128;
  const prefixLength = prefix === undefined ? maxLength : /^\d{1,3}$/.test(prefix) ? +prefix : -1;
  if (!bytes || rest.length > 0 || prefixLength < 0 || prefixLength > maxLength) {
    throw new RangeError(
      `“${text}” is not an address block; write it like 10.0.0.0/8 or fd00::/8.`,
    );
  }
  return { text: text.trim(), family: bytes.length === 4 ? 4 : 6, prefixLength, bytes };
}

/**
 * Parses a list of blocks: an array, or one string separated by commas or white space
 * (the form of `WEBHOOK_ALLOWED_CIDRS`). Empty entries are skipped.
 * @throws {RangeError} naming the first wrong entry.
 */
export function parseCidrs(list: string | readonly string[]): Cidr[] {
  const entries = typeof list === "string" ? list.split(/[\s,]+/) : list;
  return entries.filter((entry) => entry.trim() !== "").map(parseCidr);
}

const compile = (rows: readonly Row[]) =>
  rows.map(([block, addressClass, label]) => ({ cidr: parseCidr(block), addressClass, label }));
const V4 = compile(IPV4_BLOCKS);
const V6 = compile(IPV6_BLOCKS);
/** IPv4 addresses in the form of IPv6: they lead to the same place. */
export const MAPPED = parseCidr("::ffff:0:0/96");
export const NAT64 = parseCidr("64:ff9b::/96");
/** The only block of IPv6 from which public addresses are given out. */
export const GLOBAL_UNICAST = parseCidr("2000::/3");
/** RFC 5214: the interface id of an ISATAP address is 0000:5efe or 0200:5efe and an IPv4 address. */
const isIsatap = (b: readonly number[]) =>
  (b[8] === 0 || b[8] === 2) && b[9] === 0 && b[10] === 0x5e && b[11] === 0xfe;

const dotted = (bytes: readonly number[]) => bytes.join(".");

function classifyV4(bytes: readonly number[]): AddressInfo {
  const hit = V4.find((row) => prefixMatches(bytes, row.cidr));
  return hit
    ? { class: hit.addressClass, label: hit.label, block: hit.cidr.text, embeddedIpv4: null }
    : { class: "public", label: "a public address", block: null, embeddedIpv4: null };
}

/** The IPv4 destination that an IPv6 address of a translation scheme still in use leads to. */
function translatedIpv4(bytes: readonly number[]): readonly number[] | null {
  return prefixMatches(bytes, MAPPED) || prefixMatches(bytes, NAT64) ? bytes.slice(12) : null;
}

/** The IPv4 address that a refused block carries: shown to people, never a reason to allow. */
function carriedIpv4(bytes: readonly number[], block: string): string | null {
  if (block === "2001::/32") return dotted(bytes.slice(12).map((byte) => byte ^ 0xff));
  if (block === "2002::/16") return dotted(bytes.slice(2, 6));
  const compatible = block === "::/96" || block === "::ffff:0:0:0/96";
  return compatible || isIsatap(bytes) ? dotted(bytes.slice(12)) : null;
}

function classifyV6(bytes: readonly number[]): AddressInfo {
  const inner = translatedIpv4(bytes);
  if (inner) return { ...classifyV4(inner), embeddedIpv4: dotted(inner) };
  const hit = V6.find((row) => prefixMatches(bytes, row.cidr));
  if (hit) {
    const block = hit.cidr.text;
    const embeddedIpv4 = carriedIpv4(bytes, block);
    return { class: hit.addressClass, label: hit.label, block, embeddedIpv4 };
  }
  if (!prefixMatches(bytes, GLOBAL_UNICAST)) {
    return { class: "reserved", label: "a reserved address", block: null, embeddedIpv4: null };
  }
  if (isIsatap(bytes)) {
    const tunnelled = bytes.slice(12);
    const info = classifyV4(tunnelled);
    if (info.class !== "public") return { ...info, embeddedIpv4: dotted(tunnelled) };
  }
  return { class: "public", label: "a public address", block: null, embeddedIpv4: null };
}

/**
 * Says what an address is for. Pure; takes the canonical text of an IPv4 or IPv6 address (an IPv6
 * one without brackets). Anything else, such as octal or short IPv4 forms or a zone id, is `invalid`:
 * those forms mean different things to different parsers, so the caller has to normalise first.
 * Source: IANA IPv4 and IPv6 Special-Purpose Address Registries; RFC 4291, 6052, 3056, 4380, 5214.
 */
export function classifyAddress(ip: string): AddressInfo {
  const bytes = parseBytes(ip);
  if (!bytes) return { class: "invalid", label: "not an address", block: null, embeddedIpv4: null };
  return classifyBytes(bytes);
}

/** As `classifyAddress`, of an address as its 4 or 16 bytes. */
export const classifyBytes = (bytes: readonly number[]): AddressInfo =>
  bytes.length === 4 ? classifyV4(bytes) : classifyV6(bytes);

/**
 * Whether a request may go to this address: it is public, or lies in a block the operator allows.
 * An IPv4-mapped IPv6 address is judged as the IPv4 address it is. Unparsable text is never allowed.
 */
export function isAllowed(ip: string, allowedCidrs: readonly Cidr[]): boolean {
  const bytes = parseBytes(ip);
  if (!bytes) return false;
  const forms = equivalentForms(bytes);
  if (forms.some((form) => allowedCidrs.some((cidr) => prefixMatches(form, cidr)))) return true;
  return classifyAddress(ip).class === "public";
}

/** The address itself and, where it is IPv4-mapped, the IPv4 address the kernel would connect to. */
function equivalentForms(bytes: readonly number[]): (readonly number[])[] {
  return bytes.length === 16 && prefixMatches(bytes, MAPPED) ? [bytes, bytes.slice(12)] : [bytes];
}
