/** Every action of the audit log in words. Safe in the browser. */

/** What an entry says of the change beside who and what; parsed, where it was JSON. */
export type Detail = string | Record<string, unknown> | null;

export interface ActionWords {
  /** For filters: "Scenario activated". */
  label: string;
  /** After who did it and before what it was done to: "activated the scenario". */
  did: string;
  /** What is to be known beside: "version 3"; null where there is nothing to say. */
  more?: (detail: Detail) => string | null;
}

const text = (detail: Detail): string | null => (typeof detail === "string" ? detail : null);

/** A field of a detail that is small enough to be told as it is. */
function field(detail: Detail, name: string): string | null {
  const value = typeof detail === "object" ? detail?.[name] : undefined;
  return typeof value === "string" || typeof value === "number" ? String(value) : null;
}

const counted = (name: string, one: string, many: string) => (detail: Detail) => {
  const count = field(detail, name);
  return count === null ? null : `${count} ${count === "1" ? one : many}`;
};

/** Objects as `a.b: value`, so that a change of settings can be read without its braces. */
function facts(detail: Detail): string | null {
  if (detail === null || typeof detail === "string") return detail;
  const lines: string[] = [];
  const add = (value: unknown, at: string) => {
    if (value !== null && typeof value === "object" && !Array.isArray(value)) {
      for (const [key, child] of Object.entries(value)) add(child, at ? `${at}.${key}` : key);
    } else {
      lines.push(`${at}: ${Array.isArray(value) ? value.map(String).join(", ") : String(value)}`);
    }
  };
  add(detail, "");
  return lines.length === 0 ? null : lines.join("; ");
}

export const auditActions = {
  "owner.created": { label: "Owner created", did: "created the owner account" },
  "session.started": { label: "Signed in", did: "signed in", more: text },
  "session.refused": {
    label: "Sign-in refused",
    did: "failed to sign in as",
    more: text,
  },
  "user.passwordChanged": { label: "Password changed", did: "changed the password of" },
  "user.passwordRefused": {
    label: "Password refused",
    did: "gave a wrong password for a change of",
  },
  "user.passwordReset": { label: "Password set anew", did: "set a new password for" },
  "user.resetLinkMade": { label: "Reset link made", did: "made a link to set the password of" },
  "user.resetLinkWithdrawn": {
    label: "Reset link withdrawn",
    did: "withdrew the link to set the password of",
  },
  "user.resetLinkMailed": { label: "Reset link mailed", did: "asked for a new password for" },
  "user.roleChanged": {
    label: "Role changed",
    did: "changed the role of",
    more: (detail) => (typeof detail === "string" ? `to ${detail}` : null),
  },
  "user.removed": { label: "Person removed", did: "removed", more: text },
  "user.renamed": { label: "Name changed", did: "changed the name of" },
  "user.signedOut": { label: "Person signed out", did: "signed out everywhere" },
  "user.sessionsEnded": {
    label: "Sessions ended",
    did: "ended other sessions of",
    more: counted("count", "session", "sessions"),
  },
  "user.twoFactorVerified": { label: "Two-factor switched on", did: "switched on two-factor for" },
  "user.twoFactorRemoved": { label: "Two-factor switched off", did: "switched off two-factor for" },
  "user.recoveryCodesMade": { label: "Recovery codes made", did: "made new recovery codes for" },
  "invitation.created": {
    label: "Person invited",
    did: "made the invitation of",
    more: (detail) => field(detail, "email"),
  },
  "invitation.withdrawn": {
    label: "Invitation withdrawn",
    did: "withdrew the invitation of",
    more: (detail) => field(detail, "email"),
  },
  "invitation.accepted": { label: "Invitation accepted", did: "accepted the invitation of" },
  "session.ended": { label: "Signed out", did: "signed out" },
  "apiKey.created": {
    label: "API key created",
    did: "created the API key",
    more: (detail) => {
      const scopes = typeof detail === "object" ? detail?.scopes : undefined;
      return Array.isArray(scopes) ? `with ${scopes.map(String).join(", ")}` : null;
    },
  },
  "apiKey.revoked": { label: "API key revoked", did: "revoked the API key" },
  "order.created": { label: "Order created", did: "created the order" },
  "scenario.created": {
    label: "Scenario created",
    did: "created the scenario",
    // Its name, and in brackets what it was made from.
    more: (detail) => text(detail)?.match(/ \(([^()]+)\)$/)?.[1] ?? null,
  },
  "scenario.saved": { label: "Scenario saved", did: "saved the draft of the scenario", more: text },
  "scenario.renamed": {
    label: "Scenario renamed",
    did: "renamed the scenario",
    more: (detail) => (typeof detail === "string" ? `to ${detail}` : null),
  },
  "scenario.activated": { label: "Scenario activated", did: "activated the scenario", more: text },
  "scenario.deactivated": { label: "Scenario deactivated", did: "deactivated the scenario" },
  "scenario.deleted": { label: "Scenario deleted", did: "deleted the scenario" },
  "scenario.secretRotated": {
    label: "Secret rotated",
    did: "rotated a secret of",
    more: (detail) => {
      const [node, until] = [field(detail, "nodeName"), field(detail, "overlapUntil")];
      return node && `${node}${until ? `, the former one counts until ${until}` : ""}`;
    },
  },
  "scenario.secretOverlapEnded": {
    label: "Former secret ended",
    did: "ended the former secret of",
    more: (detail) => field(detail, "nodeName"),
  },
  "scenario.tested": {
    label: "Scenario tested",
    did: "ran a test of",
    more: (detail) => (typeof detail === "string" ? `as ${detail}` : null),
  },
  "scenario.webhookTested": {
    label: "Webhook tested",
    did: "sent a test webhook of",
    more: (detail) => (typeof detail === "string" ? `as ${detail}` : null),
  },
  "target.paused": {
    label: "Target paused",
    did: "paused a target of",
    more: (detail) => {
      const [node, host] = [field(detail, "nodeName"), field(detail, "host")];
      return node && `${node}${host ? ` (${host})` : ""}`;
    },
  },
  "target.resumed": {
    label: "Target resumed",
    did: "resumed a target of",
    more: (detail) => {
      const node = field(detail, "nodeId");
      const [why, held] = [
        field(detail, "why"),
        counted("held", "held delivery", "held deliveries")(detail),
      ];
      return node && [`node ${node}`, why ?? held].filter(Boolean).join(", ");
    },
  },
  "missed.sent": {
    label: "Missed events sent",
    did: "sent missed events of",
    more: counted("events", "event", "events"),
  },
  "missed.dismissed": {
    label: "Missed events dismissed",
    did: "dismissed missed events of",
    more: counted("events", "event", "events"),
  },
  "run.retried": {
    label: "Run retried",
    did: "retried the run",
    more: (detail) => {
      const run = field(detail, "runId");
      return run && `as ${run}`;
    },
  },
  "delivery.resent": { label: "Delivery resent", did: "resent the delivery" },
  "delivery.cancelled": { label: "Delivery cancelled", did: "cancelled the delivery" },
  "deliveries.exported": { label: "Deliveries exported", did: "exported deliveries", more: facts },
  "replay.created": {
    label: "Replay started",
    did: "started the replay",
    more: counted("total", "delivery", "deliveries"),
  },
  "replay.cancelled": { label: "Replay cancelled", did: "cancelled the replay" },
  "inbox.created": { label: "Test inbox created", did: "created the test inbox" },
  "inbox.updated": { label: "Test inbox changed", did: "changed the test inbox", more: facts },
  "inbox.cleared": {
    label: "Test inbox cleared",
    did: "removed all messages of the test inbox",
    more: counted("messages", "message", "messages"),
  },
  "inbox.deleted": { label: "Test inbox deleted", did: "deleted the test inbox" },
  "settings.changed": { label: "Settings changed", did: "changed settings", more: facts },
  "notifications.changed": {
    label: "Notifications changed",
    did: "changed where notifications go",
    more: facts,
  },
  "notifications.tested": {
    label: "Notifications tested",
    did: "sent a test notification",
    more: (detail) => (typeof detail === "string" ? `by ${detail}` : null),
  },
  "guide.dismissed": { label: "Guided start dismissed", did: "dismissed the guided start" },
  "audit.exported": { label: "Audit log exported", did: "exported the audit log", more: facts },
} as const satisfies Record<string, ActionWords>;

export type AuditAction = keyof typeof auditActions;

export const AUDIT_ACTIONS = Object.keys(auditActions) as [AuditAction, ...AuditAction[]];

/** What somebody did to themselves: in place of `did` and the name that it stands before. */
export function didToSelf(did: string): string {
  if (/ (for|as)$/.test(did)) return `${did} themselves`;
  if (!did.endsWith(" of")) return did;
  const the = did.lastIndexOf(" the ");
  if (the < 0) return `${did} their own`;
  return `${did.slice(0, the)} their own ${did.slice(the + " the ".length, -" of".length)}`;
}

const known = new Map<string, ActionWords>(Object.entries(auditActions));

/** The words of an action; of one that has none, as of another release, its own name's. */
export function wordsOf(action: string): ActionWords {
  const words = known.get(action);
  if (words) return words;
  const name = action
    .replace(".", " ")
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return {
    label: name.charAt(0).toUpperCase() + name.slice(1),
    did: `did “${name}” to`,
    more: facts,
  };
}
