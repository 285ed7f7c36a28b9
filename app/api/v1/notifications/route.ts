import { route } from "@/lib/http/route";
import { listNotifications } from "@/lib/notifications/list-notifications";

export const GET = route("read", async ({ actor, query }) => listNotifications({ actor, query }));

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
