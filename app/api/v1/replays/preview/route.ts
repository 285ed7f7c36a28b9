import { route } from "@/lib/http/route";
import { previewReplay } from "@/lib/replays/preview-replay";

export const GET = route("read", async ({ actor, query }) => previewReplay({ actor, query }));

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
