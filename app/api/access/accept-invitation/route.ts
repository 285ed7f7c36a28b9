import { visitorRoute } from "@/lib/auth/visitor-route";
import { acceptInvitation } from "@/lib/people/accept-invitation";

export const POST = visitorRoute(acceptInvitation);
