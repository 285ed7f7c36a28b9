import { route } from "@/lib/http/route";
import { getNotificationSettings, updateNotificationSettings } from "@/lib/notifications/settings";

export const GET = route("read", async ({ actor }) => getNotificationSettings({ actor }));
export const PATCH = route("settings:write", async ({ actor, body }) =>
  updateNotificationSettings({ actor, input: await body() }),
);

export { DELETE, POST, PUT } from "@/lib/http/method-not-allowed";
