/** What an address is for, as far as the decision "may we send there?" needs to know. */
export type AddressClass =
  | "public"
  | "loopback"
  | "private"
  | "link_local"
  | "shared"
  | "unspecified"
  | "multicast"
  | "broadcast"
  | "documentation"
  | "benchmarking"
  | "transition"
  | "cloud_platform"
  | "reserved"
  | "invalid";

/** A block of addresses, what it is for, and a few plain words for it; see `AddressInfo`. */
export type Row = readonly [block: string, addressClass: AddressClass, label: string];

/**
 * IANA IPv4 Special-Purpose Address Registry (RFC 6890 and successors) and multicast (RFC 5771),
 * plus the addresses beside 169.254.0.0/16 at which clouds keep their own machinery: what they hand to
 * whoever asks are credentials. More specific first.
 */
export const IPV4_BLOCKS: readonly Row[] = [
  ["100.100.100.200/32", "cloud_platform", "the metadata address of Alibaba Cloud"],
  ["168.63.129.16/32", "cloud_platform", "the Azure platform address"],
  ["192.0.0.192/32", "cloud_platform", "the metadata address of Oracle Cloud"],
  ["0.0.0.0/8", "unspecified", "an address of “this network”"],
  ["10.0.0.0/8", "private", "a private address"],
  ["100.64.0.0/10", "shared", "a carrier-internal (shared) address"],
  ["127.0.0.0/8", "loopback", "this machine itself (loopback)"],
  ["169.254.0.0/16", "link_local", "a link-local or cloud metadata address"],
  ["172.16.0.0/12", "private", "a private address"],
  ["192.0.0.0/24", "reserved", "an address reserved for protocols"],
  ["192.0.2.0/24", "documentation", "an address reserved for documentation"],
  ["192.31.196.0/24", "reserved", "an address reserved for AS112"],
  ["192.52.193.0/24", "reserved", "an address reserved for AMT"],
  ["192.88.99.0/24", "transition", "a retired 6to4 relay address"],
  ["192.168.0.0/16", "private", "a private address"],
  ["192.175.48.0/24", "reserved", "an address reserved for AS112"],
  ["198.18.0.0/15", "benchmarking", "an address reserved for benchmarking"],
  ["198.51.100.0/24", "documentation", "an address reserved for documentation"],
  ["203.0.113.0/24", "documentation", "an address reserved for documentation"],
  ["224.0.0.0/4", "multicast", "a multicast address"],
  ["255.255.255.255/32", "broadcast", "the broadcast address"],
  ["240.0.0.0/4", "reserved", "a reserved address"],
];

/**
 * IANA IPv6 Special-Purpose Address Registry. What is neither listed here nor in 2000::/3 (the only
 * block from which global addresses are given out) is refused as reserved, so that a block defined
 * tomorrow is refused today.
 */
export const IPV6_BLOCKS: readonly Row[] = [
  ["fd00:ec2::/32", "cloud_platform", "an address of the AWS platform"],
  ["fd20:ce::/32", "cloud_platform", "the metadata address of Google Cloud"],
  ["::/128", "unspecified", "the unspecified address"],
  ["::1/128", "loopback", "this machine itself (loopback)"],
  ["::/96", "transition", "a retired IPv4-compatible address"],
  ["::ffff:0:0:0/96", "transition", "an IPv4-translated address"],
  ["64:ff9b:1::/48", "transition", "a local NAT64 address"],
  ["100::/64", "reserved", "a discard-only address"],
  ["100:0:0:1::/64", "reserved", "a dummy address"],
  ["2001::/32", "transition", "a Teredo address"],
  ["2001:2::/48", "benchmarking", "an address reserved for benchmarking"],
  ["2001:db8::/32", "documentation", "an address reserved for documentation"],
  ["2001::/23", "reserved", "an address reserved for protocols"],
  ["2002::/16", "transition", "a retired 6to4 address"],
  ["2620:4f:8000::/48", "reserved", "an address reserved for AS112"],
  ["3fff::/20", "documentation", "an address reserved for documentation"],
  ["5f00::/16", "reserved", "a segment-routing identifier"],
  ["fc00::/7", "private", "a private (unique local) address"],
  ["fe80::/10", "link_local", "a link-local address"],
  ["fec0::/10", "private", "a retired site-local address"],
  ["ff00::/8", "multicast", "a multicast address"],
];
