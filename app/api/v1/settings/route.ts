import { route } from "@/lib/http/route";
import { getSettings } from "@/lib/instance/settings";

export const GET = route(async ({ actor }) => getSettings({ actor }));
