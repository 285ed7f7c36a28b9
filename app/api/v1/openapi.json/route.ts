import { openApiDocument } from "@/lib/http/openapi/document";
import { route } from "@/lib/http/route";

export const GET = route("signed-in", async () => openApiDocument());

export { DELETE, PATCH, POST, PUT } from "@/lib/http/method-not-allowed";
