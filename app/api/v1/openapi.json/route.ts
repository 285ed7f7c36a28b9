import { openApiDocument } from "@/lib/http/openapi/document";
import { route } from "@/lib/http/route";

export const GET = route(async () => openApiDocument());
