import { visitorRoute } from "@/lib/auth/visitor-route";
import { readReset } from "@/lib/people/read-link";
import { resetPassword } from "@/lib/people/reset-password";
import { resetPasswordSchema } from "@/lib/people/schemas";

export const POST = visitorRoute({
  schema: resetPasswordSchema,
  verb: resetPassword,
  isVouchedFor: async ({ token }) => (await readReset(token)) !== null,
});
