import { visitorRoute } from "@/lib/auth/visitor-route";
import { forgotPassword } from "@/lib/people/reset-password";

export const POST = visitorRoute(forgotPassword);
