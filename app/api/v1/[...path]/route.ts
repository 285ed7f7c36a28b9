import { AppError } from "@/lib/http/errors";
import { route } from "@/lib/http/route";

/** An address that the API does not have. */
const unknown = route("signed-in", async ({ request }) => {
  throw new AppError(
    "not_found",
    `There is no ${new URL(request.url).pathname} in this API; see /api/v1/openapi.json.`,
  );
});

export { unknown as DELETE, unknown as GET, unknown as PATCH, unknown as POST, unknown as PUT };
