import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { db } from "@/lib/db";
import { parseInput } from "@/lib/http/problem";
import { createInbox } from "@/lib/inboxes/create-inbox";
import { deleteInbox } from "@/lib/inboxes/delete-inbox";
import { insertScenario } from "@/lib/scenarios/insert-scenario";
import { fromTemplateSchema } from "@/lib/scenarios/schemas";
import { getTemplate, type TemplateInbox } from "@/lib/scenarios/templates";
import { generateSecret } from "@/lib/webhooks/sign";

/**
 * Makes a scenario from a template. What the template needs is left empty, for its problems to name.
 * One with a test inbox gets one of its own whose secret both sides know, so that arriving
 * signatures verify.
 */
export async function createFromTemplate({ actor, input }: { actor: Actor; input: unknown }) {
  const { template: key, name } = parseInput(fromTemplateSchema, input);
  const template = getTemplate(key);
  const insert = (inbox?: TemplateInbox) =>
    db().$transaction((tx) =>
      insertScenario(tx, {
        actor,
        name: name ?? template.name,
        graph: template.build(inbox),
        madeFrom: `template ${key}`,
      }),
    );
  if (!template.hasInbox) return insert();
  const secret = generateSecret();
  const inbox = await createInbox({ actor, input: { name: "Orders", secret } });
  // An inbox without its scenario would be of no use to anybody.
  return insert({ url: inbox.url, secret }).catch(async (error: unknown) => {
    await deleteInbox({ actor, id: inbox.id });
    throw error;
  });
}
