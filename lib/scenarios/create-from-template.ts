import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { parseInput } from "@/lib/http/problem";
import { createInbox } from "@/lib/inboxes/create-inbox";
import { deleteInbox } from "@/lib/inboxes/delete-inbox";
import { createScenario } from "@/lib/scenarios/create-scenario";
import { fromTemplateSchema } from "@/lib/scenarios/schemas";
import { generateSecret } from "@/lib/webhooks/sign";

/**
 * Makes a scenario from a template, ready to activate. `order-to-inbox` comes with a test inbox of
 * its own whose secret both sides know, so that arriving signatures verify.
 */
export async function createFromTemplate({ actor, input }: { actor: Actor; input: unknown }) {
  parseInput(fromTemplateSchema, input);
  const secret = generateSecret();
  const inbox = await createInbox({ actor, input: { name: "Orders", secret } });
  const scenario = createScenario({
    actor,
    input: {
      name: "Order created → Webhook to the test inbox",
      graph: {
        nodes: [
          {
            id: "trigger",
            operation: "traderlaunchpad.orderCreated",
            position: { x: 0, y: 0 },
            config: { triggerType: "orderCreated", enabled: true },
          },
          {
            id: "webhook",
            operation: "webhooks.send",
            name: "Webhook to the test inbox",
            position: { x: 320, y: 0 },
            config: { webhookUrl: inbox.url, secret, retryAttempts: 3, timeout: 30 },
          },
        ],
        edges: [{ id: "trigger-webhook", source: "trigger", target: "webhook" }],
      },
    },
  });
  // An inbox without its scenario would be of no use to anybody.
  return scenario.catch(async (error: unknown) => {
    await deleteInbox({ actor, id: inbox.id });
    throw error;
  });
}
