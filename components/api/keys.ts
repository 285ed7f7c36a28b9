/** Query keys, one factory per noun; the first part alone invalidates everything of the noun. */

type Filters = Record<string, unknown>;

function nounKeys<const N extends string>(noun: N) {
  return {
    all: [noun] as const,
    lists: [noun, "list"] as const,
    list: (filters: Filters = {}) => [noun, "list", filters] as const,
    detail: (id: string) => [noun, "detail", id] as const,
  };
}

export const deliveryKeys = nounKeys("deliveries");
export const replayKeys = {
  ...nounKeys("replays"),
  items: (id: string, filters: Filters) => ["replays", "items", id, filters] as const,
};
export const runKeys = nounKeys("runs");
export const orderKeys = nounKeys("orders");
export const scenarioKeys = nounKeys("scenarios");
export const missedKeys = nounKeys("missed");
export const targetKeys = nounKeys("targets");
export const appKeys = nounKeys("apps");
export const apiKeyKeys = nounKeys("api-keys");
export const peopleKeys = nounKeys("people");
export const invitationKeys = nounKeys("invitations");
export const accountKeys = nounKeys("account");
export const notificationKeys = nounKeys("notifications");
export const auditKeys = { ...nounKeys("audit"), actors: ["audit", "actors"] as const };
export const settingsKeys = nounKeys("settings");
export const overviewKeys = nounKeys("overview");
export const inboxKeys = {
  ...nounKeys("inboxes"),
  messages: (id: string, cursor: string | null = null) =>
    ["inboxes", "messages", id, cursor] as const,
};
