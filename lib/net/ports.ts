/** Which ports webhooks may go to. Pure, for the form in the browser and the guard alike. */

/**
 * Ports of services that are not the web and that take harm from a request: those that read it line by
 * line for commands (mail, Redis), and those that rule a machine or a cluster.
 */
export const OTHER_SERVICES: ReadonlyMap<number, string> = new Map([
  [21, "FTP"],
  [22, "SSH"],
  [23, "Telnet"],
  [25, "mail"],
  [53, "name servers"],
  [110, "mail"],
  [111, "RPC"],
  [135, "Windows RPC"],
  [137, "Windows names"],
  [139, "Windows shares"],
  [143, "mail"],
  [389, "LDAP"],
  [445, "Windows shares"],
  [465, "mail"],
  [512, "remote commands"],
  [513, "remote logins"],
  [514, "remote shells and logs"],
  [515, "printers"],
  [587, "mail"],
  [636, "LDAP"],
  [873, "rsync"],
  [993, "mail"],
  [995, "mail"],
  [1433, "SQL Server"],
  [1521, "Oracle databases"],
  [2049, "NFS"],
  [2375, "Docker"],
  [2376, "Docker"],
  [2379, "etcd"],
  [2380, "etcd"],
  [3306, "MySQL"],
  [3389, "remote desktops"],
  [5432, "PostgreSQL"],
  [5900, "remote desktops"],
  [6379, "Redis"],
  [10250, "Kubernetes"],
  [11211, "memcached"],
  [27017, "MongoDB"],
]);

export type PortRange = readonly [first: number, last: number];

const PORT = /^[1-9]\d{0,4}$/;
const PORT_MAX = 65_535;

/**
 * Reads a port or a range of ports, as `443` or `8000-8099`.
 * @throws {RangeError} naming the text, when it is neither.
 */
export function parsePortRange(text: string): PortRange {
  const [first = "", last = first, ...rest] = text.split("-");
  const range: PortRange = [Number(first), Number(last)];
  const areNumbers = PORT.test(first) && PORT.test(last) && rest.length === 0;
  if (!areNumbers || range[0] > range[1] || range[1] > PORT_MAX) {
    throw new RangeError(`“${text}” is not a port; write it like 443 or 8000-8099.`);
  }
  return range;
}

/** The port that a request to an http or https address goes to. */
export const portOf = ({ port, protocol }: URL): number =>
  port === "" ? (protocol === "http:" ? 80 : 443) : Number(port);

/**
 * Why a request may not go to a port, in words; null where it may.
 * @param ranges those that are allowed; empty for all but those of other services
 */
export function portRefusal(port: number, ranges: readonly PortRange[]): string | null {
  if (ranges.length > 0) {
    if (ranges.some(([first, last]) => port >= first && port <= last)) return null;
    return `Port ${port} is not one of those that webhooks may go to here.`;
  }
  if (port === 0) return "Port 0 can't be sent to.";
  const service = OTHER_SERVICES.get(port);
  return service === undefined
    ? null
    : `Port ${port} belongs to another kind of service (${service}), which webhooks may not go to.`;
}
