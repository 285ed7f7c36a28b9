import {
  type Cidr,
  classifyBytes,
  GLOBAL_UNICAST,
  MAPPED,
  NAT64,
  parseCidr,
  prefixMatches,
} from "./addresses";
import { isForOwners } from "./rules";
import { type AddressClass, IPV4_BLOCKS, IPV6_BLOCKS } from "./special-addresses";

/** What it means that an owner allows a block. */
export interface OwnerBlock {
  /** Whether there is no address in it that an owner's word lets through. */
  isNever: boolean;
  /** What addresses in it are for that stay refused all the same; each once. */
  staysRefused: readonly AddressClass[];
  /** The private networks that it opens whole, as blocks. */
  wholeNetworks: readonly string[];
}

/** What private networks are numbered from; of IPv6 the half that is in use (RFC 4193). */
const WHOLE_NETWORKS = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fd00::/8"].map(parseCidr);

/** In words, for lists of what stays refused. */
const REFUSED_WORDS: readonly (readonly [AddressClass, string])[] = [
  ["link_local", "link-local and cloud metadata addresses"],
  ["cloud_platform", "the platform addresses of clouds"],
  ["unspecified", "those of “this network”"],
  ["documentation", "those for documentation"],
  ["transition", "those of retired transition schemes"],
  ["reserved", "reserved ones"],
  ["multicast", "multicast"],
  ["broadcast", "broadcast"],
];

/** An IPv4 block in the form of IPv6, below one of the prefixes that lead to IPv4. */
const within = (prefix: Cidr, { text, prefixLength, bytes }: Cidr): Cidr => ({
  text,
  family: 6,
  prefixLength: 96 + prefixLength,
  bytes: [...prefix.bytes.slice(0, 12), ...bytes],
});

const V4 = IPV4_BLOCKS.map(([block]) => parseCidr(block));
/** Where the meaning of addresses changes: between two of these blocks' ends it is one and the same. */
const BORDERS = [
  ...V4,
  ...IPV6_BLOCKS.map(([block]) => parseCidr(block)),
  GLOBAL_UNICAST,
  ...[MAPPED, NAT64].flatMap((prefix) => [prefix, ...V4.map((block) => within(prefix, block))]),
];

const contains = (outer: Cidr, inner: Cidr): boolean =>
  outer.prefixLength <= inner.prefixLength && prefixMatches(inner.bytes, outer);

const bordersIn = (block: Cidr) =>
  BORDERS.filter((border) => border.prefixLength > block.prefixLength && contains(block, border));

/** The block's first address: what stands after the prefix is none of it. */
const firstOf = ({ bytes, prefixLength }: Cidr): number[] =>
  bytes.map((byte, at) => {
    const bits = Math.min(8, Math.max(0, prefixLength - at * 8));
    return byte & (0xff << (8 - bits)) & 0xff;
  });

function halves(block: Cidr): [Cidr, Cidr] {
  const { text, family, prefixLength } = block;
  const lower = firstOf(block);
  const upper = [...lower];
  const at = prefixLength >> 3;
  upper[at] = (upper[at] ?? 0) | (0x80 >> (prefixLength & 7));
  const half = (bytes: number[]): Cidr => ({
    text,
    family,
    prefixLength: prefixLength + 1,
    bytes,
  });
  return [half(lower), half(upper)];
}

/**
 * What all the addresses of a block are, each label once; null as soon as there is one that an owner's
 * word lets through, or that needs none.
 */
function labelsOfRefused(block: Cidr): Set<string> | null {
  if (bordersIn(block).length === 0) {
    const info = classifyBytes(firstOf(block));
    return info.class === "public" || isForOwners(info.class) ? null : new Set([info.label]);
  }
  const labels = new Set<string>();
  for (const half of halves(block)) {
    const found = labelsOfRefused(half);
    if (found === null) return null;
    for (const label of found) labels.add(label);
  }
  return labels;
}

/** The block itself and, where it leads to IPv4 as well, that. */
function asWritten(block: Cidr): Cidr[] {
  if (block.family === 4) return [block];
  if (contains(block, MAPPED)) return [block, parseCidr("0.0.0.0/0")];
  if (!contains(MAPPED, block)) return [block];
  return [
    {
      text: block.text,
      family: 4,
      prefixLength: block.prefixLength - 96,
      bytes: block.bytes.slice(12),
    },
  ];
}

/**
 * What it means that an owner allows this block. Pure: the form tells it while it is typed.
 * @throws {RangeError} when it is no block
 */
export function ownerBlock(text: string): OwnerBlock {
  const block = parseCidr(text);
  const forms = asWritten(block);
  const classes = forms.flatMap((form) =>
    bordersIn(form).map((border) => classifyBytes(firstOf(border)).class),
  );
  const refused = classes.filter((each) => each !== "public" && !isForOwners(each));
  const whole = WHOLE_NETWORKS.filter((network) => forms.some((form) => contains(form, network)));
  return {
    isNever: labelsOfRefused(block) !== null,
    staysRefused: [...new Set(refused)],
    wholeNetworks: whole.map((network) => network.text),
  };
}

/**
 * Reads a block that an owner allows.
 * @throws {RangeError} naming the text, when it is no block, or one in which there is nothing to allow
 */
export function parseOwnerBlock(text: string): Cidr {
  const block = parseCidr(text);
  const labels = labelsOfRefused(block);
  if (labels === null) return block;
  const words = new Intl.ListFormat("en", { type: "disjunction" }).format(labels);
  const isOne = block.prefixLength === (block.family === 4 ? 32 : 128);
  throw new RangeError(
    `“${text}” can't be allowed in Settings: ${isOne ? "it" : "every address in it"} is ${words}. Only the operator can allow it, in WEBHOOK_ALLOWED_CIDRS.`,
  );
}

/** What stays refused in blocks that an owner allows, as a sentence; null where all of them is open. */
export function staysRefused(blocks: readonly string[]): string | null {
  const classes = new Set(blocks.flatMap((block) => ownerBlock(block).staysRefused));
  const words = REFUSED_WORDS.flatMap(([each, text]) => (classes.has(each) ? text : []));
  if (words.length === 0) return null;
  const list = new Intl.ListFormat("en", { type: "conjunction" }).format(words);
  return `In these blocks stay refused: ${list}. Only the operator can allow those.`;
}
