import { route } from "@/lib/http/route";
import { countMissed } from "@/lib/missed/count-missed";

export const GET = route("read", async ({ actor }) => countMissed({ actor }));

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
