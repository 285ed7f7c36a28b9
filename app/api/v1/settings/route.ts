import { route } from "@/lib/http/route";
import { getSettings } from "@/lib/instance/settings";

export const GET = route(async ({ actor }) => getSettings({ actor }));

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
