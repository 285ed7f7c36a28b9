/** What `bench:history` asks: the first pages of the lists, each filter alone, searches, counts. */

export interface Facts {
  /** Order numbers from all over the history. */
  numbers: readonly string[];
  /** Of a scenario with runs, missed events and a paused target. */
  scenarioId: string;
}

const DAY_MS = 86_400_000;
const RANGES = ["24h", "7d", "30d"];
const failed = "status=failed&test=false";

/** Names, and for each a path to ask; where it is to differ from one repetition to the next, it does. */
export function historyQueries({ numbers, scenarioId }: Facts): [string, () => string][] {
  let turn = 0;
  const number = () => numbers[turn++ % numbers.length] ?? "";
  const ago = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
  const since = ago(1);
  const month = `since=${ago(40)}&until=${ago(39)}`;
  const filters = (list: string, queries: readonly string[]) =>
    queries.map((query): [string, () => string] => [
      `${list}${shown(query)}`,
      () => `/api/v1/${list}${query && `?${query}`}`,
    ]);
  return [
    ...filters("deliveries", [
      "",
      ...["pending", "retrying", "succeeded", "failed"].map((status) => `status=${status}`),
      `scenarioId=${scenarioId}`,
      "nodeId=n-crm",
      "nodeId=n-gone",
      ...["event=order.created", "event=order.paid", "statusCode=404", "failureKind=timeout"],
      ...["failureKind=dns", "test=true", "test=false", "held=true", "held=false"],
      "firstAttempt=succeeded",
      `endedSince=${since}`,
      `endedSince=${ago(40)}`,
      `since=${since}`,
      month,
      ...["q=erp-7.example", "limit=100", `status=failed&endedSince=${since}`],
      `status=failed&scenarioId=${scenarioId}&nodeId=n-erp`,
    ]),
    // What the screens link to, and what is rare or nowhere in a scenario.
    ...filters("deliveries", [
      `${failed}&scenarioId=${scenarioId}&nodeId=n-erp&endedSince=${ago(7)}`,
      `${failed}&scenarioId=${scenarioId}&nodeId=n-crm&endedSince=${ago(40)}`,
      `held=true&scenarioId=${scenarioId}&nodeId=n-erp`,
      `test=false&scenarioId=${scenarioId}&nodeId=n-crm`,
      ...[`${failed}&scenarioId=${scenarioId}&since=${since}`, `${failed}&since=${ago(30)}`],
      `status=succeeded&firstAttempt=succeeded&test=false&since=${ago(60)}&until=${ago(30)}`,
      "status=retrying&test=false",
      `failureKind=server_error&scenarioId=${scenarioId}`,
      `statusCode=500&scenarioId=${scenarioId}&since=${ago(30)}`,
      `status=cancelled&scenarioId=${scenarioId}&since=${ago(7)}`,
      `endedSince=${ago(7)}&since=${ago(60)}&until=${ago(30)}`,
      ...[`q=erp-7.example&scenarioId=${scenarioId}`, `nodeId=n-gone&since=${ago(30)}`],
    ]),
    ["deliveries q, order number", () => `/api/v1/deliveries?q=${number()}`],
    ["deliveries q, e-mail", () => `/api/v1/deliveries?q=customer${1000 + turn++}%40example.com`],
    ["deliveries q, nothing", () => `/api/v1/deliveries?q=nobody${turn++}`],
    ...filters("runs", [
      ...["", "status=failed", "status=running", "test=true", `scenarioId=${scenarioId}`],
      ...[`since=${since}`, month, `${failed}&since=${ago(30)}`],
      `status=running&test=false&since=${ago(30)}`,
      ...["failed", "cancelled"].map((each) => `status=${each}&scenarioId=${scenarioId}`),
    ]),
    ...filters("orders", ["", `since=${since}`, month, "q=customer4711"]),
    ["orders q, order number", () => `/api/v1/orders?q=${number()}`],
    ["orders q, nothing", () => `/api/v1/orders?q=nobody${turn++}`],
    ...RANGES.map((range): [string, () => string] => [
      `overview ${range}`,
      () => `/api/v1/overview?range=${range}&timeZone=Asia%2FKolkata`,
    ]),
    ...["scenarios", "targets", "missed", "replays"].map((list): [string, () => string] => [
      list,
      () => `/api/v1/${list}`,
    ]),
    ["missed of a scenario", () => `/api/v1/scenarios/${scenarioId}/missed`],
    ...filters("replays/preview", [
      "",
      ...["status=failed", `status=failed&since=${ago(7)}`, "failureKind=timeout"],
      ...["event=order.created", `scenarioId=${scenarioId}`, "nodeId=n-crm", "q=erp-7.example"],
      ...[`${failed}&since=${ago(30)}`, `status=failed&scenarioId=${scenarioId}`],
    ]),
  ];
}

/** The name of a query in the table: without what differs from run to run. */
function shown(query: string): string {
  const text = query
    .replace(/since=[^&]*&until=[^&]*/, "a time long ago")
    .replace(/(since|endedSince)=[^&]*/gi, "$1")
    .replace(/scenarioId=[^&]*/, "scenarioId");
  return text && ` ${text}`;
}
