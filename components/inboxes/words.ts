import type { InboxBehaviour, SignatureCheck, Verdict } from "@/lib/inboxes/schemas";

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
  gone: {
    label: "Say it is gone (410)",
    help: "Every request is told that the receiver is gone for good. Nothing is retried.",
  },
  "server-error": {
    label: "Break (500)",
    help: "Every request fails, until the retries are used up.",
  },
  "rate-limited": {
    label: "Ask to wait once (429)",
    help: "Each delivery first gets 429 with Retry-After: 5, and 200 from then on.",
  },
  slow: {
    label: "Answer slowly (20 s)",
    help: "Longer than a short timeout: set the node's timeout to 5 s to see it run out.",
  },
  "too-slow": {
    label: "Answer too late (40 s)",
    help: "Longer than the timeout of 30 s that a webhook has by default.",
  },
  "cut-off": {
    label: "Break off the answer",
    help: "Begins an answer of 200 and closes the connection before it is complete.",
  },
  redirect: {
    label: "Redirect (302)",
    help: "Redirects are not followed: the delivery fails and names the new address.",
  },
  "big-body": {
    label: "Answer with a big body",
    help: "Accepts with 1 MB of text, of which the first 64 KiB are kept.",
  },
  "invalid-json": {
    label: "Answer with broken JSON",
    help: "Accepts with a body that says it is JSON and is not.",
  },
  gzip: {
    label: "Answer compressed (gzip)",
    help: "Accepts with a compressed body, which is unpacked before it is shown.",
  },
};

export const behaviourOptions = Object.entries(BEHAVIOURS).map(([value, { label }]) => ({
  value,
  label,
}));

export function behaviourWords(behaviour: string): { label: string; help: string } {
  return BEHAVIOURS[behaviour as InboxBehaviour] ?? { label: behaviour, help: "" };
}

const VERDICTS: Record<Verdict, string> = {
  valid: "matches.",
  missing: "was not sent.",
  malformed: "is not of the form that it should have.",
  "no-timestamp": "can't be checked: the timestamp header that belongs to it is missing.",
  "no-id": "can't be checked: the webhook-id header that belongs to it is missing.",
  "too-old":
    "matches, but its timestamp is more than five minutes off. A receiver should refuse it.",
  "wrong-secret":
    "was made with another secret. The body is the one that was sent. Compare the two secrets, blanks included.",
  "body-changed": "does not match: the body was changed on its way.",
  mismatch: "does not match: the secret is another one, or the body was changed on its way.",
};

/** What the check of a signature header found, as a sentence. */
export const checkWords = ({ header, verdict }: SignatureCheck) =>
  `${header} ${VERDICTS[verdict] ?? verdict}`;

/** 1 → "1st", 2 → "2nd", 11 → "11th". */
export function ordinal(count: number): string {
  const isTeen = count % 100 >= 11 && count % 100 <= 13;
  const ending = isTeen ? undefined : ["th", "st", "nd", "rd"][count % 10];
  return `${count}${ending ?? "th"}`;
}

/** A size in bytes, as "512 B" or "1.5 KiB". */
export function sizeWords(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const kib = bytes / 1024;
  return kib < 1024 ? `${kib.toFixed(1)} KiB` : `${(kib / 1024).toFixed(1)} MiB`;
}
