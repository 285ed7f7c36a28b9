import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { safeNext } from "@/components/auth/safe-next";
import { SignInForm } from "@/components/auth/sign-in-form";
import { currentUser } from "@/lib/auth/current-user";
import { ownerExists } from "@/lib/auth/owner-exists";

export const metadata: Metadata = { title: "Sign in" };

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ next?: string | string[] }>;
}) {
  if (!(await ownerExists())) redirect("/setup");
  const next = safeNext((await searchParams).next);
  if (await currentUser()) redirect(next);
  return (
    <>
      <h1 className="mb-4 font-semibold text-xl">Sign in</h1>
      <SignInForm next={next} />
    </>
  );
}
