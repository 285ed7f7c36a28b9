/** What the REST API answers with, as the screens read it. */

export type Page<T> = { items: T[]; nextCursor: string | null };

export type Failure = { kind: string; message: string; hint?: string | null };

export type DeliveryStatus =
  | "pending"
  | "sending"
  | "retrying"
  | "succeeded"
  | "failed"
  | "cancelled";

export type Delivery = {
  id: string;
  runId: string;
  scenarioId: string;
  scenarioName: string;
  nodeId: string;
  nodeName?: string;
  orderId: string | null;
  orderNumber?: string | null;
  event: string;
  url: string;
  status: DeliveryStatus;
  attemptCount: number;
  maxAttempts: number;
  nextAttemptAt: string | null;
  lastStatusCode: number | null;
  lastFailure: Failure | null;
  lastDurationMs?: number | null;
  isTest: boolean;
  createdAt: string;
  completedAt: string | null;
};

export type Attempt = {
  number: number;
  trigger: "automatic" | "manual" | "test";
  startedAt: string;
  durationMs: number | null;
  request: { headers: Record<string, string>; body?: string };
  response: {
    statusCode: number;
    headers: Record<string, string | string[]>;
    body: string;
    truncated: boolean;
  } | null;
  failure: Failure | null;
  remoteAddress: string | null;
  timings?: Record<string, number | null> | null;
  note?: string | null;
};

export type DeliveryDetail = Delivery & { attempts: Attempt[]; body: string };

export type RunStatus = "running" | "succeeded" | "failed" | "cancelled";

export type Run = {
  id: string;
  scenarioId: string;
  scenarioName: string;
  eventId: string;
  orderId: string | null;
  orderNumber?: string | null;
  status: RunStatus;
  isTest: boolean;
  createdAt: string;
  completedAt: string | null;
  versionNumber?: number | null;
};

export type RunStep = {
  nodeId: string;
  nodeName: string;
  operation: string;
  status: string;
  input: unknown;
  output: unknown;
  reason: string | null;
  startedAt: string | null;
  completedAt: string | null;
  deliveryId: string | null;
};

export type RunDetail = Run & { graph: unknown; steps: RunStep[] };

export type OrderItem = { name: string; sku?: string | null; quantity: number; price: number };

export type Order = {
  id: string;
  orderId: string;
  email: string;
  customerInfo: { firstName: string; lastName: string; phone?: string | null };
  items: OrderItem[];
  total: number;
  paymentStatus: string;
  status: string;
  createdAt: string;
  eventId: string | null;
  runIds: string[];
};

export type OrderTrace = {
  event: {
    id: string;
    type: string;
    occurredAt: string;
    handedOverAt: string | null;
    routedAt: string | null;
    payload: unknown;
  } | null;
  runs: {
    id: string;
    scenarioId: string;
    scenarioName: string;
    status: RunStatus;
    isTest?: boolean;
    deliveries: {
      id: string;
      url: string;
      status: DeliveryStatus;
      attemptCount: number;
      lastStatusCode: number | null;
    }[];
  }[];
};

export type OrderDetail = Order & { trace: OrderTrace };

export type JsonSchema = {
  type?: string | string[];
  title?: string;
  description?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  default?: unknown;
  enum?: unknown[];
  const?: unknown;
  format?: string;
  items?: JsonSchema;
  anyOf?: JsonSchema[];
  additionalProperties?: boolean | JsonSchema;
};

export type AppOperation = {
  key: string;
  kind: "trigger" | "action" | string;
  title: string;
  description: string;
  configSchema: JsonSchema;
  /** Labels and help by field, in the order of the form. */
  fields?: Record<string, { label: string; control?: string; help?: string }>;
  sample: unknown;
  ports: unknown;
};

export type AppInfo = {
  key: string;
  name: string;
  description: string;
  type: string;
  auth: unknown;
  operations: AppOperation[];
};

export type Inbox = {
  id: string;
  name: string;
  url: string;
  behaviour: string;
  hasSecret: boolean;
  messageCount: number;
  createdAt: string;
};

export type InboxMessage = {
  id: string;
  method: string;
  headers: Record<string, string | string[]>;
  body: string;
  answeredWith: number;
  signature: "valid" | "invalid" | "unsigned" | "no-secret";
  receivedAt: string;
};

export type ApiKey = {
  id: string;
  name: string;
  prefix: string;
  createdAt?: string;
  lastUsedAt?: string | null;
  revokedAt?: string | null;
};

export type NewApiKey = ApiKey & { key: string };

export type Settings = {
  network: { allowedCidrs: string[]; loopbackAllowed: boolean; host: string };
  retry: { baseSeconds: number; schedule: unknown };
  engine: { kind: string; status: string };
  database?: unknown;
  appUrl?: string;
  version: string;
};

export type GuideStepKey = "scenario" | "test" | "active" | "order" | "delivery";

export type Overview = {
  since?: string;
  counts24h: {
    orders: number;
    runs: number;
    deliveriesSucceeded: number;
    deliveriesFailed: number;
    deliveriesRetrying: number;
  };
  guide: {
    dismissed: boolean;
    scenarioId?: string | null;
    deliveryId?: string | null;
    steps: { key: GuideStepKey; done: boolean }[];
  };
  recentDeliveries: Delivery[];
};

export type ScenarioSummary = { id: string; name: string; status: string };
