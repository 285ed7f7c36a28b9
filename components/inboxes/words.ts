import type { InboxBehaviour } from "@/lib/inboxes/schemas";

export const BEHAVIOURS: Record<InboxBehaviour, { label: string; help: string }> = {
  ok: { label: "Accept (200)", help: "Every request is accepted." },
  "fail-twice": {
    label: "Fail twice, then accept",
    help: "Each delivery gets 500 twice and 200 the third time: watch the retries.",
  },
  "client-error": {
    label: "Refuse (400)",
    help: "Every request is refused. A refusal is final, so nothing is retried.",
  },
  "server-error": {
    label: "Break (500)",
    help: "Every request fails, until the retries are used up.",
  },
  slow: {
    label: "Answer slowly (20 s)",
    help: "Longer than a short timeout: set the node's timeout to 5 s to see it run out.",
  },
  redirect: {
    label: "Redirect (302)",
    help: "Redirects are not followed: the delivery fails and names the new address.",
  },
  "big-body": {
    label: "Answer with a big body",
    help: "Accepts with 1 MB of text, of which the first 64 KiB are kept.",
  },
};

export const behaviourOptions = Object.entries(BEHAVIOURS).map(([value, { label }]) => ({
  value,
  label,
}));

export function behaviourWords(behaviour: string): { label: string; help: string } {
  return BEHAVIOURS[behaviour as InboxBehaviour] ?? { label: behaviour, help: "" };
}
