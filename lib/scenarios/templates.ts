import { getOperation } from "@/lib/apps/registry";
import type { NodeConfig } from "@/lib/apps/types";
import type { Graph, GraphEdge, GraphNode } from "./graph";

/** Scenarios to begin with. Safe in the browser. */

export const templateKeys = [
  "order-to-inbox",
  "order-to-webhook",
  "order-to-warehouse-and-crm",
  "order-then-follow-up",
  "order-to-automation",
  "order-to-two-then-confirm",
  "order-to-strict-receiver",
] as const;
export type TemplateKey = (typeof templateKeys)[number];

/** The test inbox that a template's webhook sends to, and the secret that both sides know. */
export interface TemplateInbox {
  url: string;
  secret: string;
}

export interface ScenarioTemplate {
  key: TemplateKey;
  name: string;
  /** One sentence. */
  description: string;
  /** What has to be entered before it can be activated; empty when it is ready. */
  needs: string[];
  /** Whether it comes with a test inbox of its own, which `build` is then given. */
  hasInbox: boolean;
  build: (inbox?: TemplateInbox) => Graph;
}

const COLUMN_WIDTH = 320;
const ROW_HEIGHT = 160;

function node(
  operation: string,
  place: { id: string; name?: string; column: number; row: number },
  config: NodeConfig = {},
): GraphNode {
  const { id, name, column, row } = place;
  return {
    id,
    operation,
    operationVersion: getOperation(operation)?.version ?? 1,
    ...(name !== undefined && { name }),
    position: { x: column * COLUMN_WIDTH, y: row * ROW_HEIGHT },
    config: { ...getOperation(operation)?.initialConfig, ...config },
  };
}

const order = (row = 0) => node("traderlaunchpad.orderCreated", { id: "trigger", column: 0, row });

const webhook = (
  id: string,
  name: string,
  [column, row]: readonly [column: number, row: number],
  config?: NodeConfig,
) => node("webhooks.send", { id, name, column, row }, config);

const edge = (source: string, target: string): GraphEdge => ({
  id: `${source}-${target}`,
  source,
  sourcePort: "out",
  target,
});

const addressOf = (name: string) => `The address of “${name}”`;

export const templates: readonly ScenarioTemplate[] = [
  {
    key: "order-to-inbox",
    name: "Order created → Webhook to the test inbox",
    description: "Sends each new order, signed, to a test inbox of its own: ready to try out.",
    needs: [],
    hasInbox: true,
    build: (inbox) => {
      const config = { webhookUrl: inbox?.url ?? "", ...(inbox && { secret: inbox.secret }) };
      const hook = webhook("webhook", "Webhook to the test inbox", [1, 0], config);
      return { nodes: [order(), hook], edges: [edge("trigger", "webhook")] };
    },
  },
  {
    key: "order-to-webhook",
    name: "Order created → Webhook",
    description: "Sends each new order to one address, and tries again when it fails.",
    needs: [addressOf("Receiver"), "Its secret, if it checks signatures"],
    hasInbox: false,
    build: () => ({
      nodes: [order(), webhook("receiver", "Receiver", [1, 0])],
      edges: [edge("trigger", "receiver")],
    }),
  },
  {
    key: "order-to-warehouse-and-crm",
    name: "Order created → Warehouse and CRM",
    description: "Tells two receivers of each new order at once; neither waits for the other.",
    needs: [addressOf("Warehouse"), addressOf("CRM"), "Their secrets, if they check signatures"],
    hasInbox: false,
    build: () => ({
      nodes: [order(0.5), webhook("warehouse", "Warehouse", [1, 0]), webhook("crm", "CRM", [1, 1])],
      edges: [edge("trigger", "warehouse"), edge("trigger", "crm")],
    }),
  },
  {
    key: "order-then-follow-up",
    name: "Order created → Webhook, then a second one",
    description: "Sends each new order to a second receiver only after the first has accepted it.",
    needs: [addressOf("First receiver"), addressOf("Follow-up")],
    hasInbox: false,
    build: () => ({
      nodes: [
        order(),
        webhook("first", "First receiver", [1, 0]),
        webhook("follow-up", "Follow-up", [2, 0]),
      ],
      edges: [edge("trigger", "first"), edge("first", "follow-up")],
    }),
  },
  {
    key: "order-to-automation",
    name: "Order created → Automation tool",
    description:
      "Sends each new order to the catch address of a tool such as Zapier, Make or n8n, without a signature.",
    needs: [addressOf("Automation")],
    hasInbox: false,
    build: () => ({
      nodes: [order(), webhook("automation", "Automation", [1, 0], { retryOn: [429] })],
      edges: [edge("trigger", "automation")],
    }),
  },
  {
    key: "order-to-two-then-confirm",
    name: "Order created → Warehouse and accounting, then a confirmation",
    description:
      "Tells two receivers at once, waits for both, and confirms to a third when one of them has accepted the order.",
    needs: [addressOf("Warehouse"), addressOf("Accounting"), addressOf("Confirmation")],
    hasInbox: false,
    build: () => ({
      nodes: [
        order(0.5),
        webhook("warehouse", "Warehouse", [1, 0]),
        webhook("accounting", "Accounting", [1, 1]),
        webhook("confirmation", "Confirmation", [2, 0.5]),
      ],
      edges: [
        edge("trigger", "warehouse"),
        edge("trigger", "accounting"),
        edge("warehouse", "confirmation"),
        edge("accounting", "confirmation"),
      ],
    }),
  },
  {
    key: "order-to-strict-receiver",
    name: "Order created → Webhook, once and quickly",
    description:
      "Sends each new order once, gives the receiver 10 seconds, and never tries again by itself.",
    needs: [addressOf("Strict receiver"), "Its secret, if it checks signatures"],
    hasInbox: false,
    build: () => ({
      nodes: [
        order(),
        webhook("receiver", "Strict receiver", [1, 0], { retryAttempts: 0, timeout: 10 }),
      ],
      edges: [edge("trigger", "receiver")],
    }),
  },
];

/** The template of a key. */
export function getTemplate(key: TemplateKey): ScenarioTemplate {
  const found = templates.find((template) => template.key === key);
  if (!found) throw new Error(`There is no template "${key}".`);
  return found;
}
