import { redirect } from "next/navigation";
import type { ReactNode } from "react";
import { Shell } from "@/components/shell/shell";
import { ToSignIn } from "@/components/shell/to-sign-in";
import { currentUser } from "@/lib/auth/current-user";
import { ownerExists } from "@/lib/auth/owner-exists";

export const dynamic = "force-dynamic";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  if (!(await ownerExists())) redirect("/setup");
  const user = await currentUser();
  if (!user) return <ToSignIn />;
  return <Shell user={{ name: user.name, email: user.email, role: user.role }}>{children}</Shell>;
}
