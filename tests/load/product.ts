/** What the benches share: a product, somebody signed in to it, CPU times and percentiles. */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { prepare } from "../../scripts/lib/prepare.mjs";
import { readRuntime } from "../../scripts/lib/runtime.mjs";
import { startProduct } from "../../scripts/lib/test-product.mjs";

export interface BenchProduct {
  url: string;
  dataDir: string;
  owner: { email: string; password: string };
  stop(): Promise<unknown>;
}

/**
 * The production build with data of its own and an owner; or, with `dataDir`, the product that runs
 * on that folder, to which ADMIN_EMAIL and ADMIN_PASSWORD sign in: nothing of it is stopped.
 */
export async function openProduct(dataDir?: string): Promise<BenchProduct> {
  if (dataDir !== undefined) {
    const url = readRuntime(dataDir)?.webUrl;
    if (!url) throw new Error(`No product runs on "${dataDir}".`);
    const { ADMIN_EMAIL: email = "", ADMIN_PASSWORD: password = "" } = process.env;
    return { url, dataDir, owner: { email, password }, stop: async () => {} };
  }
  await prepare({ engine: true, web: true });
  const product = await startProduct();
  const owner = { email: "bench@example.com", password: randomUUID() };
  const answer = await fetch(`${product.url}/api/setup`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: product.url },
    body: JSON.stringify(owner),
  });
  if (!answer.ok) throw new Error(`No owner could be made: ${answer.status}`);
  return { ...product, owner };
}

/** The connection string of the product's database. */
export function databaseUrlOf({ dataDir }: { dataDir: string }): string {
  const url = readRuntime(dataDir)?.databaseUrl;
  if (!url) throw new Error("The product did not say where its database is.");
  return url;
}

export type Call = <T>(method: string, path: string, body?: unknown) => Promise<T>;

/** Calls of the REST API with a key that is made for it. Throws for an answer that is not 2xx. */
export async function signIn({ url, owner }: BenchProduct): Promise<Call> {
  const own = { "content-type": "application/json", origin: url };
  const session = await fetch(`${url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: own,
    body: JSON.stringify(owner),
  });
  if (!session.ok) throw new Error(`The owner could not sign in: ${session.status}`);
  const cookie = session.headers
    .getSetCookie()
    .map((each) => each.split(";")[0])
    .join("; ");
  const made = await fetch(`${url}/api/v1/api-keys`, {
    method: "POST",
    headers: { ...own, cookie },
    body: JSON.stringify({
      name: "Bench",
      scopes: ["read", "orders:write", "scenarios:write", "deliveries:write"],
    }),
  });
  const { key } = (await made.json()) as { key: string };
  const headers = { "content-type": "application/json", authorization: `Bearer ${key}` };
  return async <T>(method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text || "null") as T;
  };
}

/** One order starts one webhook to `webhookUrl`. Returns the id of the scenario, which is active. */
export async function activateWebhook(
  call: Call,
  { name, webhookUrl, config }: { name: string; webhookUrl: string; config?: object },
): Promise<string> {
  const graph = {
    nodes: [
      { id: "t", operation: "traderlaunchpad.orderCreated", config: {} },
      { id: "w", operation: "webhooks.send", name, config: { webhookUrl, ...config } },
    ],
    edges: [{ id: "e", source: "t", target: "w" }],
  };
  const { id } = await call<{ id: string }>("POST", "/api/v1/scenarios", { name, graph });
  await call("POST", `/api/v1/scenarios/${id}/activate`, {});
  return id;
}

/** Sends an order in. Returns its number, as payloads name it. */
export async function placeOrder(call: Call): Promise<string> {
  const { orderId } = await call<{ orderId: string }>("POST", "/api/v1/orders", {
    email: "ines.almeida@example.com",
    customerInfo: { firstName: "Ines", lastName: "Almeida", phone: "+15550000000" },
    items: [{ name: "Evaluation account 50k", sku: "EVAL-50K", quantity: 1, price: 299 }],
    paymentStatus: "paid",
  });
  return orderId;
}

/** CPU milliseconds that the product's processes have used until now. Linux only. */
export function cpuMs({ dataDir }: { dataDir: string }) {
  const { web = 0, engine = 0, postgres = 0 } = readRuntime(dataDir)?.pids ?? {};
  return { web: ownCpuMs(web), engine: ownCpuMs(engine), postgres: withChildrenMs(postgres) };
}

/** Resident memory of the product's processes, in megabytes. Linux only. */
export function residentMb({ dataDir }: { dataDir: string }) {
  const { web = 0, engine = 0 } = readRuntime(dataDir)?.pids ?? {};
  return { web: ownMb(web), engine: ownMb(engine) };
}

function ownMb(pid: number): number {
  try {
    const [, kilobytes = "0"] =
      /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return Number(kilobytes) / 1024;
  } catch {
    return 0;
  }
}

/** What was used between two readings for each of so many, in milliseconds to a tenth. */
export function cpuPer(
  count: number,
  before: ReturnType<typeof cpuMs>,
  after: ReturnType<typeof cpuMs>,
) {
  const per = (of: keyof typeof before) => round((after[of] - before[of]) / count);
  return { web: per("web"), engine: per("engine"), postgres: per("postgres") };
}

const TICK_MS = 10;

function ticks(pid: number): number[] {
  try {
    // The name of the program, in brackets, may have blanks.
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return fields.slice(11, 15).map(Number);
  } catch {
    return [0, 0, 0, 0];
  }
}

function ownCpuMs(pid: number): number {
  const [user = 0, system = 0] = ticks(pid);
  return (user + system) * TICK_MS;
}

/** PostgreSQL has a process for each connection; those that have ended count with their parent. */
function withChildrenMs(pid: number): number {
  const all = ticks(pid).reduce((sum, each) => sum + each, 0) * TICK_MS;
  const text = pid ? readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim() : "";
  return text.split(" ").reduce((sum, child) => sum + (child ? ownCpuMs(Number(child)) : 0), all);
}

export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0;
}

export const round = (value: number) => Math.round(value * 10) / 10;

/** Waits until something holds; throws after `timeoutMs`. */
export async function until(
  what: string,
  timeoutMs: number,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${timeoutMs} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
