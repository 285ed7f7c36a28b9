import { route } from "@/lib/http/route";
import { listTargets } from "@/lib/targets/list-targets";

export const GET = route("read", async ({ actor }) => listTargets({ actor }));

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
