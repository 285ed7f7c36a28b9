import { knownDevice } from "@/lib/auth/device-cookie";
import { visitorRoute } from "@/lib/auth/visitor-route";
import { forgotPassword } from "@/lib/people/reset-password";
import { forgotPasswordSchema } from "@/lib/people/schemas";

export const POST = visitorRoute({
  schema: forgotPasswordSchema,
  verb: forgotPassword,
  isVouchedFor: ({ email }, headers) => knownDevice(headers, email) !== null,
});
