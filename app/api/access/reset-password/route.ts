import { visitorRoute } from "@/lib/auth/visitor-route";
import { resetPassword } from "@/lib/people/reset-password";

export const POST = visitorRoute(resetPassword);
