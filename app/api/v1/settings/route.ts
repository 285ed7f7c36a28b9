import { route } from "@/lib/http/route";
import { updatePreferences } from "@/lib/instance/preferences";
import { getSettings } from "@/lib/instance/settings";

export const GET = route("read", async ({ actor }) => getSettings({ actor }));

/** Changes preferences; everything else about the instance is the operator's, in its environment. */
export const PATCH = route("settings:write", async ({ actor, body }) => {
  await updatePreferences({ actor, input: await body() });
  return getSettings({ actor });
});

export { DELETE, POST, PUT } from "@/lib/http/method-not-allowed";
